import { toast } from '../../components/toast';
import type { AppModel, InboxItem, Timeline, TimelineMessage } from '../../model';
import { problemText } from '../problem';

/** An unread message of somebody else that names the reader, or everyone. */
function namesMe({ seq = 0, mine, body }: TimelineMessage, readSeq: number, myId: string): boolean {
  return seq > readSeq && !mine && body.kind === 'text' && (body.mentions ?? []).some((id) => id === myId || id === '*');
}

/** Brings the oldest unread mention, from wherever it is: what is loaded answers at once where all unread is loaded, else the server does. */
export async function firstMention(model: AppModel, item: InboxItem, timeline: Timeline, jumpTo: (seq: number) => void): Promise<void> {
  const { readSeq } = item.summary;
  const session = model.session.state.peek();
  const myId = session.state === 'signedIn' ? session.self.id : '';
  const rows = timeline.rows.peek();
  const loaded = rows.find((message) => namesMe(message, readSeq, myId))?.seq;
  const fromStart = !timeline.hasOlder.peek() || (rows[0]?.seq ?? Number.POSITIVE_INFINITY) <= readSeq + 1;
  if (loaded !== undefined && fromStart) return jumpTo(loaded);
  const answer = await model.groups.mentions(item.id);
  const seq = answer.ok ? answer.value.find((one) => one > readSeq) : loaded;
  if (seq !== undefined) jumpTo(seq);
  else if (!answer.ok) toast(problemText(answer.problem), { kind: 'error' });
}
