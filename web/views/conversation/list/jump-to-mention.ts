import { toast } from '../../../components/overlays/toast';
import type { AppModel } from '../../../model/app';
import type { InboxItem } from '../../../model/inbox';
import { problemText } from '../../shared/problem';

/** Brings the oldest unread mention, from wherever the server says it is; without an answer the first one that is loaded. */
export async function jumpToUnloadedMention(
  model: AppModel,
  item: InboxItem,
  loaded: number | undefined,
  jumpTo: (seq: number) => void,
): Promise<void> {
  const answer = await model.groups.mentions(item.id);
  const seq = answer.ok ? answer.value.find((one) => one > item.summary.readSeq) : loaded;
  if (seq !== undefined) jumpTo(seq);
  else if (!answer.ok) toast(problemText(answer.problem), { kind: 'error' });
}
