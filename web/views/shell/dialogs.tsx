import { lazy } from '../../components/states/lazy';
import { dialog } from '../state/shell-state';

const OpenedDialog = lazy(async () => (await import('./opened-dialog')).OpenedDialog);

/** Draws the open dialog; the code of dialogs comes with the first. */
export function DialogHost() {
  const open = dialog.value;
  return open === null ? null : <OpenedDialog open={open} />;
}
