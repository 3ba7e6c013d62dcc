/** The heartbeat limits of the server's `welcome`, milliseconds. */
export interface HeartbeatLimits {
  readonly heartbeatMs: number;
  readonly idleTimeoutMs: number;
}

/** The longest wait for a `pong`, milliseconds. */
const PONG_MS = 5000;
const STEPS = 4;
const SHORTEST_MS = 5000;

/** The longest interval: twice `heartbeatMs`, and at most a third of `idleTimeoutMs`. */
function longest({ heartbeatMs, idleTimeoutMs }: HeartbeatLimits): number {
  return Math.max(1, Math.min(2 * heartbeatMs, Math.floor(idleTimeoutMs / 3)));
}

/** The first interval on a network, given the interval remembered for it. */
export function firstInterval(remembered: number | undefined, limits: HeartbeatLimits): number {
  return Math.min(remembered ?? limits.heartbeatMs, longest(limits));
}

/** The interval after the link survived one. */
export function longerInterval(intervalMs: number, limits: HeartbeatLimits): number {
  return Math.min(intervalMs + limits.heartbeatMs / STEPS, longest(limits));
}

/** The interval after the link died within one. */
export function shorterInterval(intervalMs: number, limits: HeartbeatLimits): number {
  return Math.max(Math.min(SHORTEST_MS, limits.heartbeatMs), Math.round(intervalMs / 2));
}

/** One connection's heartbeat (CONN-7). Times are epoch ms. */
export interface Heartbeat {
  readonly limits: HeartbeatLimits;
  readonly intervalMs: number;
  readonly sentAt: number;
  readonly receivedAt: number;
  /** Pings sent since the last frame was received. */
  readonly unanswered: number;
  readonly pingAt: number;
}

export function startHeartbeat(limits: HeartbeatLimits, remembered: number | undefined, now: number): Heartbeat {
  return { limits, intervalMs: firstInterval(remembered, limits), sentAt: now, receivedAt: now, unanswered: 0, pingAt: 0 };
}

export const pongWaitMs = (beat: Heartbeat): number => Math.min(PONG_MS, beat.limits.heartbeatMs);

/** When the next ping or pong timeout is due, epoch ms. A link that only receives also pings; otherwise the server closes it as idle. */
export function heartbeatDueAt(beat: Heartbeat): number {
  return beat.unanswered > 0 ? beat.pingAt + pongWaitMs(beat) : Math.min(beat.sentAt, beat.receivedAt) + beat.intervalMs;
}

/** Records a received frame, which answers any ping. An answer after a silent interval lengthens the interval. */
export function withReceived(beat: Heartbeat, now: number): Heartbeat {
  // The silence starts with the previous answer, shortly after the ping that starts the interval.
  const held = beat.unanswered > 0 && beat.pingAt - beat.receivedAt >= beat.intervalMs - pongWaitMs(beat);
  return { ...beat, receivedAt: now, unanswered: 0, intervalMs: held ? longerInterval(beat.intervalMs, beat.limits) : beat.intervalMs };
}

export type HeartbeatVerdict = { readonly verdict: 'wait' | 'dead' } | { readonly verdict: 'ping'; readonly beat: Heartbeat };

/** Decides what is due: a ping, a second ping when the first was not answered, or giving up the link. */
export function heartbeatTick(beat: Heartbeat, now: number): HeartbeatVerdict {
  if (now < heartbeatDueAt(beat)) return { verdict: 'wait' };
  if (beat.unanswered >= 2) return { verdict: 'dead' };
  return { verdict: 'ping', beat: withPing(beat, now) };
}

/** Records a ping, on schedule or after the page woke up. */
export function withPing(beat: Heartbeat, now: number): Heartbeat {
  return { ...beat, sentAt: now, pingAt: now, unanswered: beat.unanswered + 1 };
}
