import type { ComponentChildren } from 'preact';
import { t } from '../../i18n/i18n';
import { Button } from '../button';
import { Dialog } from '../overlays/dialog';
import { useWork } from '../states/work';

interface ConfirmDialogProps {
  title: string;
  /** The label of the confirming button, one or two words. */
  action: string;
  /** Returns whether it worked; if so, the dialog closes. */
  work: () => Promise<boolean>;
  onClose: () => void;
  /** The consequences that the user should know first. */
  children: ComponentChildren;
}

/** Asks before an action that is hard to undo. */
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
