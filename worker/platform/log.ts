import type { ErrorCode } from '../../protocol/errors';

/** All log entries. They never hold bodies, passwords, tokens, addresses or names of people. */
export type LogEntry =
  | { readonly event: 'request_failed'; readonly code: ErrorCode; readonly method: string; readonly route: string; readonly cause: string }
  | { readonly event: 'store_failed'; readonly step: StoreStep; readonly cause: string }
  | { readonly event: 'handler_failed'; readonly handler: 'message' | 'alarm' | 'ackTimer'; readonly cause: string }
  | { readonly event: 'end_sessions_failed'; readonly cause: string }
  /** Members could not be notified of something stored; they get it with the next sync. */
  | { readonly event: 'notify_failed'; readonly cause: string }
  /** The number of items that were dropped because their hub did not answer. */
  | { readonly event: 'fan_out_given_up'; readonly items: number };

export type StoreStep = 'append' | 'marks' | 'inbox' | 'pull' | 'typing' | 'lease' | 'bodies' | 'change' | 'presence' | 'draft';

export function log(entry: LogEntry): void {
  console.warn(JSON.stringify(entry));
}

/**
 * The message of an error's cause, cut to 200 characters. Drivers put statements and parameters into the outer message, which is not
 * logged.
 */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return (error.cause instanceof Error ? error.cause.message : error.message).slice(0, 200);
}
