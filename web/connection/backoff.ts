/** Ceilings of the wait before a reconnect, milliseconds (CONN-6). */
export const BACKOFF_MIN_MS = 500;
export const BACKOFF_MAX_MS = 30_000;
/** The ceiling while HTTP answers and the socket does not: something on the way blocks it, and that rarely changes within seconds. */
export const BLOCKED_BACKOFF_MAX_MS = 120_000;

/**
 * What the first wait is spread over when a link that stood is gone: a deploy ends everybody's at once, and no second may hold more
 * than 15 % of those who come back, chance included. Whoever writes, looks at the page again or changes networks does not wait it out.
 */
const SPREAD_MS = 12_000;

/** Full jitter: any wait up to a ceiling that doubles with every attempt. `random` is in [0, 1). */
export function backoffMs(attempt: number, random: number, maxMs = BACKOFF_MAX_MS): number {
  return Math.round(random * Math.min(maxMs, BACKOFF_MIN_MS * 2 ** Math.min(attempt, 16)));
}

/** The wait after a link that stood is gone, anywhere in the spread. `random` is in [0, 1). */
export function spreadMs(random: number): number {
  return Math.round(random * SPREAD_MS);
}
