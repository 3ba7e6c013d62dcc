import type { ErrorCode } from '../../protocol/errors';

/** A frame that waits to be stored, and the callbacks that answer it. `Stored` is the stored record. */
export interface PendingFrame<Frame, Stored> {
  readonly frame: Frame;
  readonly sessionId: string;
  /** The connection that sent it, which gets the `sendAck` and not the push. */
  readonly connectionId: string;
  onStored(stored: Stored): void;
  onRefused(code: ErrorCode, message: string): void;
}
