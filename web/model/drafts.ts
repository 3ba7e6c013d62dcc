export interface Draft {
  readonly text: string;
  readonly replyTo?: number | undefined;
  /** Only this device has the text: it is too long to share, or another device has a newer draft. */
  readonly onlyHere?: boolean;
}

export interface DraftsModel {
  /** The draft, which survives reloads. Reads signals. */
  get(conversationId: string): Draft | null;
  /** Sets the draft. Null, or an empty text without a reply, deletes it. */
  set(conversationId: string, draft: Draft | null): void;
  /** The message being rewritten, which survives reloads. `text` is undefined while it equals the message's text. Reads signals. */
  rewriting(conversationId: string): { readonly seq: number; readonly text: string | undefined } | null;
  /** Starts rewriting, with the stored text of an earlier attempt if there is one. */
  startRewriting(conversationId: string, seq: number): void;
  /** Stores the new text of a message; undefined drops it. */
  rewrite(conversationId: string, seq: number, text: string | undefined): void;
  /** Ends rewriting. The texts stay until `rewrite` drops them. */
  stopRewriting(conversationId: string): void;
}
