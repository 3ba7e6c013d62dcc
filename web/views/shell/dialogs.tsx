import { lazy } from '../../components/states/lazy';
import { dialog } from '../state/shell-state';

const OpenedDialog = lazy(async () => (await import('./opened-dialog')).OpenedDialog);

/** Renders the open dialog; the first one loads the code of dialogs. */
export function DialogHost() {
  const open = dialog.value;
  return open === null ? null : <OpenedDialog open={open} />;
}
