/**
 * What went wrong, as one code. `retryable` is the verdict: whether the same request may succeed later unchanged.
 * `status` is the HTTP status the code travels under.
 */
export const ERRORS = {
  bad_frame: { retryable: false, status: 400 },
  bad_request: { retryable: false, status: 400 },
  too_large: { retryable: false, status: 413 },
  rate_limited: { retryable: true, status: 429 },
  unauthenticated: { retryable: false, status: 401 },
  wrong_credentials: { retryable: false, status: 401 },
  bad_origin: { retryable: false, status: 403 },
  not_found: { retryable: false, status: 404 },
  not_member: { retryable: false, status: 403 },
  not_allowed: { retryable: false, status: 403 },
  blocked: { retryable: false, status: 403 },
  conflict: { retryable: false, status: 409 },
  email_taken: { retryable: false, status: 409 },
  sign_up_closed: { retryable: false, status: 403 },
  upgrade_required: { retryable: false, status: 426 },
  unavailable: { retryable: true, status: 503 },
  internal: { retryable: true, status: 500 },
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** An error that the peer may see: a code, one English sentence, and the time to wait in ms if it is known. */
export class ProtocolError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly retryAfterMs?: number,
  ) {
    super(message);
    this.name = 'ProtocolError';
  }

  get retryable(): boolean {
    return ERRORS[this.code].retryable;
  }
}
