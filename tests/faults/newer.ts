/** An entry of a log as a version writes it that does not exist yet. */
export interface NewerEntry {
  readonly conversationId: string;
  /** Somebody's name, which nobody else has. */
  readonly sender: string;
  /** `message`, or what kind of change it is. */
  readonly kind: string;
  readonly body: object;
  readonly targetSeq?: number;
  /** Whether it raises `n`. */
  readonly counts: boolean;
}
