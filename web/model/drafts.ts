export interface Draft {
  readonly text: string;
  readonly replyTo?: number | undefined;
  /** Other devices do not have this text: it is too long to share, or another device's draft was newer. */
  readonly onlyHere?: boolean;
}

export interface DraftsModel {
  /** Kept across reloads. Reads signals. */
  get(conversationId: string): Draft | null;
  /** Null and the empty text without a reply delete it. */
  set(conversationId: string, draft: Draft | null): void;
  /** The message that is being rewritten, kept across reloads; `text` is undefined while it is the message's own. Reads signals. */
  rewriting(conversationId: string): { readonly seq: number; readonly text: string | undefined } | null;
  /** Begins with the text that was kept of an earlier rewriting, if there is one. */
  startRewriting(conversationId: string, seq: number): void;
  /** Keeps the new text of a message; undefined drops it. */
  rewrite(conversationId: string, seq: number, text: string | undefined): void;
  /** The texts stay until `rewrite` drops them. */
  stopRewriting(conversationId: string): void;
}
