import { ERRORS, type ErrorCode } from '../../protocol/errors';

/** Why something did not work: the server's error code, or `offline` where the server could not be reached. */
export type Problem = ErrorCode | 'offline';

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** Whether the same request may work later, unchanged. */
export const isRetryable = (problem: Problem): boolean => problem === 'offline' || ERRORS[problem].retryable;
