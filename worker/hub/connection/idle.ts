/** The signs of life of a connection, epoch ms. */
export interface Life {
  readonly openedAt: number;
  readonly frameAt: number;
  /** When the runtime last answered its `ping`; null before the first. */
  readonly pingAt: number | null;
}

export function lastSeenAt(life: Life): number {
  return Math.max(life.openedAt, life.frameAt, life.pingAt ?? 0);
}

/** CONN-3: whether the connection was silent for the whole time-out. It is not reachable from then on, even if it is still open. */
export function isIdle(life: Life, now: number, idleTimeoutMs: number): boolean {
  return now - lastSeenAt(life) >= idleTimeoutMs;
}

/** How much of `frameAt` an eviction may lose, in ms: among frequent frames only some are attached. */
export function forgettableMs(idleTimeoutMs: number): number {
  return idleTimeoutMs / 300;
}

const LAZY_FROM_MS = 300_000;
const LAZINESS = 1.2;

/**
 * When to check whether the connection is idle, epoch ms. Each check wakes the object and writes a row, and a living connection needs one
 * check after another. So the check comes later than the time-out: barely later if the time-out is short, by 1.2 times if it is five
 * minutes or more. A silent connection counts as unreachable even before the check.
 */
export function idleCheckAt(life: Life, idleTimeoutMs: number): number {
  const lazy = LAZINESS * Math.min(1, idleTimeoutMs / LAZY_FROM_MS);
  return Math.ceil(lastSeenAt(life) + idleTimeoutMs * (1 + lazy));
}
