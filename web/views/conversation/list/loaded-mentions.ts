import { isMentioned } from '../../../../protocol/bodies';
import type { InboxItem } from '../../../model/inbox';
import type { Timeline, TimelineMessage } from '../../../model/timeline';

interface LoadedMentions {
  /** The loaded ones, ascending. */
  readonly seqs: readonly number[];
  /** Whether all unread messages are loaded. */
  readonly all: boolean;
}

/** The loaded unread messages of others that mention the reader or everyone. Reads signals. */
export function loadedMentions({ summary: { readSeq } }: InboxItem, timeline: Timeline, myId: string): LoadedMentions {
  const rows = timeline.rows.value;
  const mentionsMe = ({ mine, body }: TimelineMessage) => !mine && isMentioned(body, myId);
  const fromStart = !timeline.hasOlder.value || (rows[0]?.seq ?? Number.POSITIVE_INFINITY) <= readSeq + 1;
  return {
    seqs: rows.flatMap((row) => (row.seq !== undefined && row.seq > readSeq && mentionsMe(row) ? [row.seq] : [])),
    all: fromStart && !timeline.hasNewer.value,
  };
}
