export interface AckTimerDeps {
  readonly graceMs: number;
  readonly ackTimeoutMs: number;
  readonly now: () => number;
  /** When the first un-acked push is due, epoch ms; undefined if all are acked. */
  readonly dueAt: () => number | undefined;
  /** Called when an ack has been missing for longer than `graceMs`. */
  readonly onGraceOver: () => void | Promise<void>;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Keeps the object awake for `graceMs` while acks are missing; only a push that is not acked by then needs an alarm. While acks keep
 * coming the oldest push stays young, so no alarm is set.
 */
export class AckTimer {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly deps: AckTimerDeps) {}

  /** Must be called after every event. */
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
    // More than `graceMs` means that the clock stepped back.
    if (leftMs > 0 && leftMs <= graceMs) this.timer = setTimeout(() => this.check(), leftMs);
    else this.restartIfFailed(over());
  }

  /** If the alarm could not be set, the timer goes on: a missing ack always has a timer or an alarm. */
  private restartIfFailed(set: void | Promise<void>): void {
    if (!(set instanceof Promise)) return;
    set.catch((error: unknown) => {
      this.deps.onFailure(error);
      this.setOwed(true);
    });
  }
}
