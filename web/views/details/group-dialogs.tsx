import { useState } from 'preact/hooks';
import { TITLE_MAX_CHARS } from '../../../protocol/limits';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { TextField } from '../../components/text-field';
import { t } from '../../i18n/i18n';
import { attempt } from '../problem';
import { useModel } from '../use-model';

interface GroupDialogProps {
  conversationId: string;
  title: string;
  onClose: () => void;
}

export function RenameDialog({ conversationId, title: before, onClose }: GroupDialogProps) {
  const model = useModel();
  const [title, setTitle] = useState(before);
  const save = async () => {
    if (await attempt(model.conversations.update(conversationId, { title: title.trim() }))) onClose();
  };
  return (
    <Dialog
      title={t('group.rename')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" disabled={title.trim() === ''} onClick={() => void save()}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <TextField label={t('group.title')} value={title} onInput={setTitle} maxLength={TITLE_MAX_CHARS} autoFocus autocomplete="off" />
    </Dialog>
  );
}

/** Says what is lost before it is. */
export function LeaveDialog({ conversationId, title, onClose }: GroupDialogProps) {
  const model = useModel();
  const leave = async () => {
    if (await attempt(model.conversations.leave(conversationId))) onClose();
  };
  return (
    <Dialog
      title={t('group.leaveTitle', { title })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="danger" onClick={() => void leave()}>
            {t('group.leave')}
          </Button>
        </>
      }
    >
      <p class="dialog-text">{t('group.leaveHint')}</p>
    </Dialog>
  );
}
