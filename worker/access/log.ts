import type { ErrorCode } from '../../protocol/errors';

/** What the HTTP side reports. No bodies, passwords, tokens, addresses or names of people. */
export type HttpLog =
  | { readonly event: 'request_failed'; readonly code: ErrorCode; readonly method: string; readonly route: string; readonly cause: string }
  | { readonly event: 'end_sessions_failed'; readonly cause: string }
  | { readonly event: 'notify_failed'; readonly cause: string };

export function log(entry: HttpLog): void {
  console.warn(JSON.stringify(entry));
}

/** The message of an error's cause, cut short; drivers put statements and parameters into the outer message. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return (error.cause instanceof Error ? error.cause.message : error.message).slice(0, 200);
}
