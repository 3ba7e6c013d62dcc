import { ANNOUNCEMENT_MAX_CHARS } from '../../../protocol/limits';
import { FieldDialog } from '../../components/forms/field-dialog';
import { Dialog } from '../../components/overlays/dialog';
import { t } from '../../i18n/i18n';
import { MarkedText } from '../../markup/marked-text';
import { may } from '../shared/membership';
import { attempt } from '../shared/problem';
import { useModel } from '../shared/use-model';

/** A group's announcement in full; admins can edit it. */
export function AnnouncementDialog({ conversationId, onClose }: { conversationId: string; onClose: () => void }) {
  const model = useModel();
  const summary = model.inbox.item(conversationId).value?.summary;
  const before = summary?.announcement ?? '';
  const mayWrite = summary !== undefined && may(summary, 'announce');
  if (!mayWrite) {
    return (
      <Dialog title={t('group.announcement')} onClose={onClose}>
        <MarkedText class="announcement" text={before} />
      </Dialog>
    );
  }
  return (
    <FieldDialog
      title={t('group.announcement')}
      label={t('group.announcement')}
      hint={t('group.announcementHint')}
      before={before}
      rule={ANNOUNCEMENT_MAX_CHARS}
      rows={6}
      action={t('common.save')}
      save={(announcement) => attempt(model.conversations.update(conversationId, { announcement }))}
      onClose={onClose}
    />
  );
}
