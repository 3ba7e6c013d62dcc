import { toast } from '../../../components/overlays/toast';
import { t } from '../../../i18n/i18n';
import type { AppModel } from '../../../model/app';
import { attempt } from '../../shared/problem';

/** Hides messages from the user alone, and offers to undo it. */
export async function deleteForMe({ groups }: AppModel, conversationId: string, seqs: readonly number[]): Promise<void> {
  if (!(await attempt(groups.deleteMessages(conversationId, seqs)))) return;
  toast(t('message.deletedToast', { n: seqs.length }), {
    action: { label: t('common.undo'), run: () => void attempt(groups.restoreMessages(conversationId, seqs), t('message.restored')) },
  });
}
