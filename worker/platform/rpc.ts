/**
 * An item for the connections of another user. The record travels as JSON text, written once by the sender, because only the tid differs
 * between connections.
 */
export type HubItem =
  | { readonly kind: 'message'; readonly conversationId: string; readonly seq: number; readonly senderId: string; readonly json: string }
  | { readonly kind: 'change'; readonly conversationId: string; readonly seq: number; readonly json: string }
  | { readonly kind: 'conversation'; readonly conversationId: string; readonly json: string }
  /** A frame without a tid, which is not acked: receipts, typing. */
  | { readonly kind: 'notice'; readonly json: string }
  /** Like a notice, but only for connections that watch the user. */
  | { readonly kind: 'presence'; readonly userId: string; readonly json: string };

/** The RPC methods of a user's hub. */
export interface HubRpc {
  /** Handles the upgrade to a socket. */
  fetch(request: Request): Promise<Response>;
  /** Delivers items to the user's connections. */
  deliver(items: HubItem[]): void | Promise<void>;
  /** Whether the user is online. */
  isOnline(): Promise<boolean>;
  /** Closes the sockets of sessions that have ended (CONN-4). */
  endSessions(sessionIds: string[]): Promise<void>;
}

/** The RPC methods of the ledger. */
export interface LedgerRpc {
  /** Stores the sends (JSON of `Send[]`). Returns JSON of their results and audiences. */
  append(sends: string): Promise<string>;
}
