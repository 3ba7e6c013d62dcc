import { useState } from 'preact/hooks';
import { NOTE_MAX_CHARS } from '../../../protocol/limits';
import { Button } from '../../components/button';
import { Dialog } from '../../components/overlays/dialog';
import { useWork } from '../../components/states/work';
import { TextField } from '../../components/text-field';
import { t } from '../../i18n/i18n';
import { attempt } from '../shared/problem';
import { useModel } from '../shared/use-model';

/** Asks somebody to be a contact, with a note that says who one is. */
export function RequestDialog({ userId, onClose }: { userId: string; onClose: () => void }) {
  const model = useModel();
  const [note, setNote] = useState('');
  const [busy, run] = useWork();
  const send = async () => {
    const sent = await attempt(model.people.request(userId, note.trim() || undefined), t('people.requestSent'));
    if (sent) onClose();
  };
  return (
    <Dialog
      title={t('people.requestTitle', { name: model.people.nameOf(userId) })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" busy={busy} onClick={() => run(send)}>
            {t('people.sendRequest')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('people.requestNote')}
        value={note}
        onInput={setNote}
        hint={t('people.requestNoteHint')}
        maxLength={NOTE_MAX_CHARS}
        rows={3}
      />
    </Dialog>
  );
}
