import { toast } from '../../components/toast';
import { t } from '../../i18n/i18n';

/** Puts a text on the clipboard and says so. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(t('common.copied'));
  } catch {
    toast(t('error.internal'), { kind: 'error' });
  }
}
