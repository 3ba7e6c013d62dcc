/** What HTTP said: it did not answer, it told nothing new, or it told something new. */
export type HttpAnswer = 'failed' | 'same' | 'news';

/** Whether the inbox is refreshed over HTTP because HTTP answers while the socket does not. Times are epoch ms. */
export type Refresh =
  | { readonly state: 'off' }
  | {
      readonly state: 'on';
      readonly since: number;
      readonly askedAt: number;
      readonly dueAt: number;
      /** The wait after the next refresh, milliseconds. */
      readonly waitMs: number;
    };

/**
 * Waits between two refreshes, milliseconds. What they cost the operator: an hour of a shown page is 31 `GET /api/sync` while nothing is
 * said, and never more than 120 while much is, each with one page for every open or kept conversation that grew. Somebody who looks at
 * the page causes one more, at most one in 5 s. A browser that shows no tab asks nothing.
 */
export const REFRESH_MIN_MS = 30_000;
export const REFRESH_MAX_MS = 120_000;
export const LOOK_GAP_MS = 5000;

export const OFF: Refresh = { state: 'off' };

/** HTTP has answered just now. */
export function startRefresh(now: number): Refresh {
  return { state: 'on', since: now, askedAt: now, dueAt: now + REFRESH_MIN_MS, waitMs: 2 * REFRESH_MIN_MS };
}

/** A refresh is on its way. */
export function asked(refresh: Refresh, now: number): Refresh {
  if (refresh.state === 'off') return refresh;
  return { ...refresh, askedAt: now, dueAt: now + refresh.waitMs, waitMs: Math.min(REFRESH_MAX_MS, 2 * refresh.waitMs) };
}

/** After news more is likely to come soon. */
export function answered(refresh: Refresh, answer: HttpAnswer): Refresh {
  if (answer === 'failed') return OFF;
  if (refresh.state === 'off' || answer === 'same') return refresh;
  return { ...refresh, dueAt: refresh.askedAt + REFRESH_MIN_MS, waitMs: 2 * REFRESH_MIN_MS };
}

/** Somebody looks at the page again. */
export function looked(refresh: Refresh, now: number): Refresh {
  if (refresh.state === 'off') return refresh;
  return { ...refresh, dueAt: Math.min(refresh.dueAt, Math.max(now, refresh.askedAt + LOOK_GAP_MS)), waitMs: REFRESH_MIN_MS };
}
