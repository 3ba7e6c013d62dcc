/** What is known of a connection's last sign of life; epoch ms. */
export interface Life {
  readonly openedAt: number;
  readonly frameAt: number;
  /** When the runtime last answered its `ping`; null before the first. */
  readonly pingAt: number | null;
}

export function lastSeenAt(life: Life): number {
  return Math.max(life.openedAt, life.frameAt, life.pingAt ?? 0);
}

/** CONN-3: silent for the whole time-out; from here on it is not reachable, whether or not it was closed yet. */
export function isIdle(life: Life, now: number, idleTimeoutMs: number): boolean {
  return now - lastSeenAt(life) >= idleTimeoutMs;
}

/** How much of its last sign of life a connection may lose with its object: of frames that come closer together not every one is attached. */
export function forgettableMs(idleTimeoutMs: number): number {
  return idleTimeoutMs / 300;
}

const LAZY_FROM_MS = 300_000;
const LAZINESS = 1.2;

/**
 * When to look whether the connection fell silent, epoch ms. Each look is a wake and a row written, and a living connection
 * costs one look after another for ever; so the look comes later than the time-out, by nothing much where the time-out is
 * short, by 1.2 times where it is five minutes or more. What is silent before the look is already not reachable.
 */
export function idleCheckAt(life: Life, idleTimeoutMs: number): number {
  const lazy = LAZINESS * Math.min(1, idleTimeoutMs / LAZY_FROM_MS);
  return Math.ceil(lastSeenAt(life) + idleTimeoutMs * (1 + lazy));
}
