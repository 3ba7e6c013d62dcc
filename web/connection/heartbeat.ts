/** What the server's `welcome` says of heartbeats, milliseconds. */
export interface HeartbeatLimits {
  readonly heartbeatMs: number;
  readonly idleTimeoutMs: number;
}

/** The longest wait for a `pong`, milliseconds. */
const PONG_MS = 5000;
const STEPS = 4;
const SHORTEST_MS = 5000;

/** Longest interval: twice what the server names, and never above a third of the time after which it ends a silent socket. */
function longest({ heartbeatMs, idleTimeoutMs }: HeartbeatLimits): number {
  return Math.max(1, Math.min(2 * heartbeatMs, Math.floor(idleTimeoutMs / 3)));
}

/** The interval to start with on a network, given what was remembered of it. */
export function firstInterval(remembered: number | undefined, limits: HeartbeatLimits): number {
  return Math.min(remembered ?? limits.heartbeatMs, longest(limits));
}

/** The interval after the link held for one. */
export function grown(intervalMs: number, limits: HeartbeatLimits): number {
  return Math.min(intervalMs + limits.heartbeatMs / STEPS, longest(limits));
}

/** The interval after the link died within one. */
export function halved(intervalMs: number, limits: HeartbeatLimits): number {
  return Math.max(Math.min(SHORTEST_MS, limits.heartbeatMs), Math.round(intervalMs / 2));
}

/** One connection's heartbeat (CONN-7). Times are epoch ms. */
export interface Heartbeat {
  readonly limits: HeartbeatLimits;
  readonly intervalMs: number;
  readonly sentAt: number;
  readonly receivedAt: number;
  /** Pings since anything was received. */
  readonly unanswered: number;
  readonly pingAt: number;
}

export function startHeartbeat(limits: HeartbeatLimits, remembered: number | undefined, now: number): Heartbeat {
  return { limits, intervalMs: firstInterval(remembered, limits), sentAt: now, receivedAt: now, unanswered: 0, pingAt: 0 };
}

export const pongWaitMs = (beat: Heartbeat): number => Math.min(PONG_MS, beat.limits.heartbeatMs);

/** When something is due: a ping, or the verdict on one. A link that only receives pings too, or the server would end it as idle. */
export function heartbeatDueAt(beat: Heartbeat): number {
  return beat.unanswered > 0 ? beat.pingAt + pongWaitMs(beat) : Math.min(beat.sentAt, beat.receivedAt) + beat.intervalMs;
}

/** Anything that arrives answers a ping; one that was sent after a silent interval proves that the network holds so long. */
export function heard(beat: Heartbeat, now: number): Heartbeat {
  // The silence began with the last answer, a moment after the ping that the interval counts from.
  const held = beat.unanswered > 0 && beat.pingAt - beat.receivedAt >= beat.intervalMs - pongWaitMs(beat);
  return { ...beat, receivedAt: now, unanswered: 0, intervalMs: held ? grown(beat.intervalMs, beat.limits) : beat.intervalMs };
}

export type HeartbeatVerdict = { readonly verdict: 'wait' | 'dead' } | { readonly verdict: 'ping'; readonly beat: Heartbeat };

/** Sends a ping when one is due, a second when the first was not answered, and gives the link up after that. */
export function heartbeatTick(beat: Heartbeat, now: number): HeartbeatVerdict {
  if (now < heartbeatDueAt(beat)) return { verdict: 'wait' };
  if (beat.unanswered >= 2) return { verdict: 'dead' };
  return { verdict: 'ping', beat: probed(beat, now) };
}

/** A ping out of turn: the page woke up, and wants to know whether the link did. */
export function probed(beat: Heartbeat, now: number): Heartbeat {
  return { ...beat, sentAt: now, pingAt: now, unanswered: beat.unanswered + 1 };
}
