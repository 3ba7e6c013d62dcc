import { ACK_DELAY_MS, ACK_EVERY } from '../../protocol/limits';

/**
 * Delay before an ack, so that one frame confirms several pushes, milliseconds. Short after a quiet time, because the hub stays awake for
 * the ack; longer while pushes keep arriving, because each ack costs a frame. Both leave room below the limit of ACK-7 for slow timers.
 */
const ACK_WAIT_QUIET_MS = ACK_DELAY_MS / 4;
const ACK_WAIT_BUSY_MS = (ACK_DELAY_MS * 3) / 4;
/** The connection is quiet when nothing was acked for this long, milliseconds. */
const QUIET_MS = 1000;

/** The pushes that one connection has received and acked (ACK-2, ACK-7). */
export interface Acks {
  /** Every push up to this tid was received. */
  readonly contiguous: number;
  readonly ahead: ReadonlySet<number>;
  readonly acked: number;
  /** When the last ack was sent, epoch ms; null: never. */
  readonly ackedAt: number | null;
  /** When the next ack is due, epoch ms; null: nothing to ack. */
  readonly dueAt: number | null;
}

export const NO_ACKS: Acks = { contiguous: 0, ahead: new Set(), acked: 0, ackedAt: null, dueAt: null };

/** Records a push. A repeated push is acked again, because its ack was lost. Only contiguous pushes are acked. */
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

/** The tid to ack now: an ack is due or enough pushes have accumulated. Null: not yet. */
export function takeAck(acks: Acks, now: number): { readonly acks: Acks; readonly tid: number | null } {
  if (acks.dueAt === null || (now < acks.dueAt && acks.contiguous - acks.acked < ACK_EVERY)) return { acks, tid: null };
  if (acks.contiguous <= acks.acked) return { acks: { ...acks, dueAt: null }, tid: null };
  return { acks: { ...acks, acked: acks.contiguous, ackedAt: now, dueAt: null }, tid: acks.contiguous };
}
