import { timeOrderedUuid } from './uuid';

/** Time and randomness as parameters, so that tests control them. */
export interface Clock {
  /** Monotonic epoch ms: right when the page opened, and unaffected by later changes of the system clock. */
  now(): number;
  /** Epoch ms of the system clock: it advances during sleep and jumps when the user sets it. */
  wall(): number;
  /** Runs `work` once after `ms` milliseconds. Returns the function that cancels it. */
  after(ms: number, work: () => void): () => void;
  /** A number in [0, 1). */
  random(): number;
  /** A new UUID that sorts by creation time. */
  uuid(): string;
}

/** Browsers fire timers longer than this immediately. */
const TIMER_MAX_MS = 2 ** 31 - 1;

export const realClock: Clock = {
  // A system clock that is set back must not delay timers.
  now: () => Math.round(performance.timeOrigin + performance.now()),
  wall: () => Date.now(),
  after(ms, work) {
    const timer = setTimeout(work, Math.min(Math.max(0, ms), TIMER_MAX_MS));
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  uuid: () => timeOrderedUuid(realClock.now(), (bytes) => crypto.getRandomValues(bytes)),
};

/** One timer that can be rescheduled; the last time set counts. */
export class Alarm {
  private cancel: (() => void) | undefined;
  private at: number | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly ring: () => void,
  ) {}

  /** Rings at `at` at the latest; an earlier time already set stays. */
  ensure(at: number): void {
    if (this.at === null || at < this.at) this.set(at);
  }

  /** Reschedules to `at`, epoch ms; null cancels. */
  set(at: number | null): void {
    if (at === this.at && (at === null || this.cancel)) return;
    this.cancel?.();
    this.cancel = undefined;
    this.at = at;
    if (at === null || !Number.isFinite(at)) return;
    this.cancel = this.clock.after(at - this.clock.now(), () => {
      this.cancel = undefined;
      this.at = null;
      this.ring();
    });
  }
}
