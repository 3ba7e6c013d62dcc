import { ERRORS, type ErrorCode } from '../../protocol/errors';

/**
 * Why something did not work: the server's error code, `offline` where the server could not be reached, or `cookies_refused` where the
 * browser does not keep the session's cookie.
 */
export type Problem = ErrorCode | 'offline' | 'cookies_refused';

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** Whether the same request may work later, unchanged. */
export const isRetryable = (problem: Problem): boolean =>
  problem === 'offline' || (problem !== 'cookies_refused' && ERRORS[problem].retryable);
