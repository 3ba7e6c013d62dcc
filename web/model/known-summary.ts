import type { ConversationSummary } from '../../protocol/records';

/** A summary with the marks that this client derived from receipts and that the server does not send. */
export type KnownSummary = ConversationSummary & {
  /** The delivered mark of the peer of a direct conversation. */
  readonly peerDeliveredSeq?: number | undefined;
};
