import type { TimelineMessage } from '../../../model/timeline';

/**
 * The pinned messages, the one pinned last first. `asked`: what the server told of the whole log; `rows`: what is loaded, which knows of
 * later changes.
 */
export function pinsOf(asked: readonly TimelineMessage[], rows: readonly TimelineMessage[]): TimelineMessage[] {
  const bySeq = new Map<number, TimelineMessage>();
  for (const message of [...asked, ...rows]) if (message.seq !== undefined) bySeq.set(message.seq, message);
  return [...bySeq.values()]
    .filter(({ pinnedAt, quiet }) => pinnedAt !== undefined && !quiet)
    .sort((a, b) => (b.pinnedAt ?? 0) - (a.pinnedAt ?? 0) || (b.seq ?? 0) - (a.seq ?? 0));
}
