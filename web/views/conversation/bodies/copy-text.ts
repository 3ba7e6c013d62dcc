import { toast } from '../../../components/overlays/toast';
import { t } from '../../../i18n/i18n';

/** Copies a text to the clipboard and confirms it with a toast. */
export async function copyText(text: string, done = t('common.copied')): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(done);
  } catch {
    toast(t('error.internal'), { kind: 'error' });
  }
}
