import type { TimelineMessage } from '../../../model/timeline';

/**
 * The pinned messages, last pinned first. `listed`: the server's list for the whole log; `rows`: the loaded messages, which include later
 * changes.
 */
export function pinsOf(listed: readonly TimelineMessage[], rows: readonly TimelineMessage[]): TimelineMessage[] {
  const bySeq = new Map<number, TimelineMessage>();
  for (const message of [...listed, ...rows]) if (message.seq !== undefined) bySeq.set(message.seq, message);
  return [...bySeq.values()]
    .filter(({ pinnedAt, quiet }) => pinnedAt !== undefined && !quiet)
    .sort((a, b) => (b.pinnedAt ?? 0) - (a.pinnedAt ?? 0) || (b.seq ?? 0) - (a.seq ?? 0));
}
