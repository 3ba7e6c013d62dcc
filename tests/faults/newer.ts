/** A log entry of a future version. */
export interface NewerEntry {
  readonly conversationId: string;
  /** The unique name of a user. */
  readonly sender: string;
  /** `message`, or what kind of change it is. */
  readonly kind: string;
  readonly body: object;
  readonly targetSeq?: number;
  /** Whether it raises `n`. */
  readonly counts: boolean;
}
