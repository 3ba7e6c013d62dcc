/** Ceilings of the wait before a reconnect, milliseconds (CONN-6). */
export const BACKOFF_MIN_MS = 500;
export const BACKOFF_MAX_MS = 30_000;

/** Full jitter: any wait up to a ceiling that doubles with every attempt. `random` is in [0, 1). */
export function backoffMs(attempt: number, random: number): number {
  return Math.round(random * Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** Math.min(attempt, 16)));
}
