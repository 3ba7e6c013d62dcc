import { timeOrderedUuid } from './uuid';

/** Time and chance as parameters, so that tests own them. */
export interface Clock {
  /** Epoch ms as it was right when the page opened; from then on it only rises, whatever is done to the machine's clock. */
  now(): number;
  /** Epoch ms as the machine's clock shows it: it goes on in sleep, and jumps when somebody sets it. */
  wall(): number;
  /** Runs `work` once after `ms` milliseconds; gives what cancels it. */
  after(ms: number, work: () => void): () => void;
  /** In [0, 1). */
  random(): number;
  /** A new UUID, which sorts by its time. */
  uuid(): string;
}

/** Browsers fire longer timers at once. */
const TIMER_MAX_MS = 2 ** 31 - 1;

export const realClock: Clock = {
  // A clock that is set back must not put off for a day what was due in a second.
  now: () => Math.round(performance.timeOrigin + performance.now()),
  wall: () => Date.now(),
  after(ms, work) {
    const timer = setTimeout(work, Math.min(Math.max(0, ms), TIMER_MAX_MS));
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  uuid: () => timeOrderedUuid(realClock.now(), (bytes) => crypto.getRandomValues(bytes)),
};

/** One timer whose time is set again and again: the last one counts. */
export class Alarm {
  private cancel: (() => void) | undefined;
  private at: number | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly ring: () => void,
  ) {}

  /** Rings at `at` or before: an earlier time that was set stands. */
  ensure(at: number): void {
    if (this.at === null || at < this.at) this.set(at);
  }

  /** Epoch ms; null: not at all. */
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
