import { ACK_DELAY_MS, ACK_EVERY } from '../../protocol/limits';

/**
 * How long a push waits for others to be acked with it, milliseconds: little after a quiet time, since the hub stays awake for the
 * ack; longer while pushes keep coming, since each ack is a frame. Both shorter than what ACK-7 allows, so that a slow timer keeps it.
 */
const ACK_WAIT_QUIET_MS = ACK_DELAY_MS / 4;
const ACK_WAIT_BUSY_MS = (ACK_DELAY_MS * 3) / 4;
/** Quiet is when nothing was acked for this long, milliseconds. */
const QUIET_MS = 1000;

/** What one connection has received and confirmed (ACK-2, ACK-7). */
export interface Acks {
  /** Every push up to this tid has arrived. */
  readonly contiguous: number;
  readonly ahead: ReadonlySet<number>;
  readonly acked: number;
  /** When something was acked last; null: never. */
  readonly ackedAt: number | null;
  /** When an ack is due; null: nothing to confirm. */
  readonly dueAt: number | null;
}

export const NO_ACKS: Acks = { contiguous: 0, ahead: new Set(), acked: 0, ackedAt: null, dueAt: null };

/** A push arrived. One that came before is confirmed again: its ack was lost. Only what is contiguous is ever confirmed. */
export function received(acks: Acks, tid: number, now: number, waitMs = waitOf(acks, now)): Acks {
  const dueAt = acks.dueAt ?? now + waitMs;
  if (tid <= acks.contiguous || acks.ahead.has(tid)) return { ...acks, acked: Math.min(acks.acked, tid - 1), dueAt };
  const ahead = new Set(acks.ahead).add(tid);
  let { contiguous } = acks;
  while (ahead.delete(contiguous + 1)) contiguous++;
  return { ...acks, contiguous, ahead, dueAt };
}

function waitOf({ ackedAt }: Acks, now: number): number {
  return ackedAt === null || now - ackedAt >= QUIET_MS ? ACK_WAIT_QUIET_MS : ACK_WAIT_BUSY_MS;
}

/** The tid to confirm now, if it is time or enough have come together. */
export function takeAck(acks: Acks, now: number): { readonly acks: Acks; readonly tid: number | null } {
  if (acks.dueAt === null || (now < acks.dueAt && acks.contiguous - acks.acked < ACK_EVERY)) return { acks, tid: null };
  if (acks.contiguous <= acks.acked) return { acks: { ...acks, dueAt: null }, tid: null };
  return { acks: { ...acks, acked: acks.contiguous, ackedAt: now, dueAt: null }, tid: acks.contiguous };
}
