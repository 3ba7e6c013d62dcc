export interface AckTimerDeps {
  readonly graceMs: number;
  readonly ackTimeoutMs: number;
  readonly now: () => number;
  /** When the first un-acked push is due, epoch ms; undefined when nothing is owed. */
  readonly dueAt: () => number | undefined;
  /** An ack is owed for longer than the ackTimer. */
  readonly onGraceOver: () => void | Promise<void>;
  readonly onFailure: (error: unknown) => void;
}

/**
 * While acks are owed the object stays awake for a moment; only what is not acked by then is worth an alarm. Where acks keep coming
 * the oldest push is young, however long some are owed.
 */
export class AckTimer {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly deps: AckTimerDeps) {}

  /** To be told after every event whether an ack is owed. */
  setOwed(isOwed: boolean): void {
    if (isOwed) {
      this.timer ??= setTimeout(() => this.check(), this.deps.graceMs);
      return;
    }
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private check(): void {
    this.timer = undefined;
    const { dueAt, ackTimeoutMs, graceMs, now, onGraceOver: over } = this.deps;
    const due = dueAt();
    if (due === undefined) return;
    const leftMs = due - ackTimeoutMs + graceMs - now();
    // More than the ackTimer: the clock stepped back.
    if (leftMs > 0 && leftMs <= graceMs) this.timer = setTimeout(() => this.check(), leftMs);
    else this.restartIfFailed(over());
  }

  /** Where the alarm could not be set, the timer goes on: what is owed has one of the two. */
  private restartIfFailed(set: void | Promise<void>): void {
    if (!(set instanceof Promise)) return;
    set.catch((error: unknown) => {
      this.deps.onFailure(error);
      this.setOwed(true);
    });
  }
}
