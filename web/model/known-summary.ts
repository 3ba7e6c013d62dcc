import type { ConversationSummary } from '../../protocol/records';

/** A summary as this client keeps it: with what it learned from receipts since, and no server sends. */
export type KnownSummary = ConversationSummary & {
  /** How far a device of the peer of a direct conversation has received. */
  readonly peerDeliveredSeq?: number | undefined;
};
