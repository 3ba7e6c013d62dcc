export interface GraceDeps {
  readonly graceMs: number;
  readonly ackTimeoutMs: number;
  readonly now: () => number;
  /** When the first un-acked push is due, epoch ms; undefined when nothing is owed. */
  readonly dueAt: () => number | undefined;
  /** An ack is owed for longer than the ackTimer. */
  readonly over: () => void | Promise<void>;
  readonly onFailure: (error: unknown) => void;
}

/**
 * While acks are owed the object stays awake for a moment; only what is not acked by then is worth an alarm. Where acks keep coming
 * the oldest push is young, however long some are owed.
 */
export class AckTimer {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly deps: GraceDeps) {}

  /** To be told after every event whether an ack is owed. */
  owed(isOwed: boolean): void {
    if (isOwed) {
      this.timer ??= setTimeout(() => this.ring(), this.deps.graceMs);
      return;
    }
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private ring(): void {
    this.timer = undefined;
    const { dueAt, ackTimeoutMs, graceMs, now, over } = this.deps;
    const due = dueAt();
    if (due === undefined) return;
    const leftMs = due - ackTimeoutMs + graceMs - now();
    // More than the ackTimer: the clock stepped back.
    if (leftMs > 0 && leftMs <= graceMs) this.timer = setTimeout(() => this.ring(), leftMs);
    else this.end(over());
  }

  /** Where the alarm could not be set, the timer goes on: what is owed has one of the two. */
  private end(set: void | Promise<void>): void {
    if (!(set instanceof Promise)) return;
    set.catch((error: unknown) => {
      this.deps.onFailure(error);
      this.owed(true);
    });
  }
}
