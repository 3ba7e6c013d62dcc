import { toast } from '../../../components/overlays/toast';
import type { AppModel } from '../../../model/app';
import type { InboxItem } from '../../../model/inbox';
import { problemText } from '../../shared/problem';

/** Jumps to the oldest unread mention that the server knows; if the request fails, to the first loaded one. */
export async function jumpToUnloadedMention(
  model: AppModel,
  item: InboxItem,
  loaded: number | undefined,
  jumpTo: (seq: number) => void,
): Promise<void> {
  const answer = await model.groups.mentions(item.id);
  const seq = answer.ok ? answer.value.find((mention) => mention > item.summary.readSeq) : loaded;
  if (seq !== undefined) jumpTo(seq);
  else if (!answer.ok) toast(problemText(answer.problem), { kind: 'error' });
}
