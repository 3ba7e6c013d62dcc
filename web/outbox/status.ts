import type { Status } from '../model/model';

/** The scale a message's status climbs; `failed` stands beside it. */
const RANKS: Record<Exclude<Status, 'failed'>, number> = { queued: 0, sent: 1, delivered: 2, read: 3 };

/** The moves that are not upwards: giving up on what was never stored, and trying it again. */
const EXCEPTIONS: readonly (readonly [Status, Status])[] = [
  ['queued', 'failed'],
  ['failed', 'queued'],
  ['failed', 'sent'],
];

/** The status after the news: the higher of the two, or a listed exception. Late or repeated news does no harm. */
export function climb(from: Status, to: Status): Status {
  if (EXCEPTIONS.some(([a, b]) => a === from && b === to)) return to;
  if (from === 'failed' || to === 'failed') return from;
  return RANKS[to] > RANKS[from] ? to : from;
}
