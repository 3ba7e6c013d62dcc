/**
 * What one hub hands to another for a user's connections. The record travels as the JSON text that goes into every frame, made
 * once by the sender, since only the tid differs from connection to connection.
 */
export type HubItem =
  | { readonly kind: 'message'; readonly conversationId: string; readonly seq: number; readonly senderId: string; readonly json: string }
  | { readonly kind: 'change'; readonly conversationId: string; readonly seq: number; readonly json: string }
  | { readonly kind: 'conversation'; readonly conversationId: string; readonly json: string }
  /** A frame without tid, which nobody acks: receipts, typing. */
  | { readonly kind: 'notice'; readonly json: string }
  /** Like a notice, for those connections only that show the person. */
  | { readonly kind: 'presence'; readonly userId: string; readonly json: string };

/** What others call of a user's hub. */
export interface HubRpc {
  /** The upgrade to a socket. */
  fetch(request: Request): Promise<Response>;
  /** Items for the user's connections. */
  deliver(items: HubItem[]): void | Promise<void>;
  /** Whether the user is there. */
  isOnline(): Promise<boolean>;
  /** Closes the sockets of these sessions, which have ended (CONN-4). */
  endSessions(sessionIds: string[]): Promise<void>;
}

/** What hubs call of the ledger. */
export interface LedgerRpc {
  /** Stores the sends (JSON of `Send[]`); answers JSON of their results and audiences. */
  append(sends: string): Promise<string>;
}
