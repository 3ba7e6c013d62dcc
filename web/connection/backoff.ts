/** Limits of the reconnect delay, milliseconds (CONN-6). */
export const BACKOFF_MIN_MS = 500;
export const BACKOFF_MAX_MS = 30_000;
/** The ceiling while HTTP answers and the socket does not: something on the way blocks it, and that rarely changes within seconds. */
export const BLOCKED_BACKOFF_MAX_MS = 120_000;

/**
 * The first reconnects after an open link was lost are spread over this time, milliseconds. A deploy closes all links at once, and at
 * most 15 % may return in any second. Sending, showing the page and a network change skip the delay.
 */
const SPREAD_MS = 12_000;

/** The reconnect delay with full jitter, milliseconds; its limit doubles with every attempt. `random` is in [0, 1). */
export function backoffMs(attempt: number, random: number, maxMs = BACKOFF_MAX_MS): number {
  return Math.round(random * Math.min(maxMs, BACKOFF_MIN_MS * 2 ** Math.min(attempt, 16)));
}

/** The delay after an open link was lost, milliseconds. `random` is in [0, 1). */
export function spreadMs(random: number): number {
  return Math.round(random * SPREAD_MS);
}
