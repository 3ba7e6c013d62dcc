import { NOTE_MAX_CHARS } from '../../../protocol/limits';
import { FieldDialog } from '../../components/forms/field-dialog';
import { t } from '../../i18n/i18n';
import { attempt } from '../shared/problem';
import { useModel } from '../shared/use-model';

/** Sends a contact request, with a note that introduces the user. */
export function RequestDialog({ userId, onClose }: { userId: string; onClose: () => void }) {
  const model = useModel();
  return (
    <FieldDialog
      title={t('people.requestTitle', { name: model.people.nameOf(userId) })}
      label={t('people.requestNote')}
      hint={t('people.requestNoteHint')}
      rule={NOTE_MAX_CHARS}
      rows={3}
      action={t('people.sendRequest')}
      save={(note) => attempt(model.people.request(userId, note || undefined), t('people.requestSent'))}
      onClose={onClose}
    />
  );
}
