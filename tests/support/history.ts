/** A message that a user sent. */
export interface Intended {
  /** The client that wrote it; the messages of one client keep their order. */
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

/** How far a client believes that its user has read a conversation. */
export interface UnreadState {
  readonly readSeq: number;
  readonly unread: number;
}

/** What one client showed; `shown` is in the order in which the entries appeared on the screen. */
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
