import { toast } from '../../../components/overlays/toast';
import { t } from '../../../i18n/i18n';
import type { AppModel, Result } from '../../../model/model';
import { attempt } from '../../shared/problem';

async function each(seqs: readonly number[], run: (seq: number) => Promise<Result<null>>): Promise<Result<null>> {
  const answers = await Promise.all(seqs.map(run));
  return answers.find((answer) => !answer.ok) ?? { ok: true, value: null };
}

/** Takes messages out of one's own sight, and offers to bring them back. */
export async function deleteForMe(model: AppModel, conversationId: string, seqs: readonly number[]): Promise<void> {
  const { groups } = model;
  if (!(await attempt(each(seqs, (seq) => groups.deleteMessage(conversationId, seq))))) return;
  toast(t('message.deletedToast', { n: seqs.length }), {
    action: {
      label: t('common.undo'),
      run: () =>
        void attempt(
          each(seqs, (seq) => groups.restoreMessage(conversationId, seq)),
          t('message.restored'),
        ),
    },
  });
}
