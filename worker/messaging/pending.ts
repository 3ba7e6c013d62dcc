import type { ErrorCode } from '../../protocol/errors';

/** A frame that waits for the store, and how to answer it; `Stored` is what it became. */
export interface PendingFrame<Frame, Stored> {
  readonly frame: Frame;
  readonly sessionId: string;
  /** The connection it came by, which gets the `sendAck` and not the push. */
  readonly connectionId: string;
  onStored(stored: Stored): void;
  onRefused(code: ErrorCode, message: string): void;
}
