import type { ComponentChildren } from 'preact';
import { t } from '../../i18n/i18n';
import { Button } from '../button';
import { Dialog } from '../overlays/dialog';
import { useWork } from '../states/work';

interface ConfirmDialogProps {
  title: string;
  /** What the button does, in one or two words. */
  action: string;
  /** Says whether it worked; then the dialog closes. */
  work: () => Promise<boolean>;
  onClose: () => void;
  /** What the person should know before. */
  children: ComponentChildren;
}

/** Asks before something that is hard to take back. */
export function ConfirmDialog({ title, action, work, onClose, children }: ConfirmDialogProps) {
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
      {children}
    </Dialog>
  );
}
