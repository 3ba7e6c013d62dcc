import { Button } from '../../components/button';
import { Dialog } from '../../components/overlays/dialog';
import { useWork } from '../../components/states/work';
import { t } from '../../i18n/i18n';
import type { Question } from '../shared/shell-state';

/** Asks before something is done that cannot be undone. */
export function ConfirmDialog({ question, onClose }: { question: Question; onClose: () => void }) {
  const { title, hint, action, work } = question;
  const [busy, run] = useWork();
  const confirm = async () => {
    if (await work()) onClose();
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="danger" busy={busy} onClick={() => run(confirm)}>
            {action}
          </Button>
        </>
      }
    >
      <p class="dialog-text">{hint}</p>
    </Dialog>
  );
}
