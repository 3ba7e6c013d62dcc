/** A message somebody pressed Send for. */
export interface Intended {
  /** The client it was written on: what one client writes keeps its order. */
  readonly client: string;
  readonly senderId: string;
  readonly conversationId: string;
  readonly clientMsgId: string;
}

/** A `sendAck` as a client got it. */
export interface Acked {
  readonly conversationId: string;
  readonly clientMsgId: string;
  readonly seq: number;
}

/** An entry of a log, in D1 or on a screen. `n` counts countable messages up to and including it. */
export interface Entry {
  readonly conversationId: string;
  readonly seq: number;
  readonly n: number;
  readonly senderId: string;
  readonly clientMsgId: string;
}

/** How far a client thinks that its user has read a conversation. */
export interface UnreadState {
  readonly readSeq: number;
  readonly unread: number;
}

/** What one client showed: `shown` in the order in which the entries came to stand on the screen. */
export interface View {
  readonly client: string;
  readonly userId: string;
  readonly conversationIds: readonly string[];
  readonly shown: readonly Entry[];
  readonly unread: ReadonlyMap<string, UnreadState>;
}

/** Everything that happened in a run, for the checker. */
export interface History {
  readonly intended: readonly Intended[];
  readonly acked: readonly Acked[];
  /** The final log, as D1 holds it; by conversation and seq. */
  readonly stored: readonly Entry[];
  readonly views: readonly View[];
}
