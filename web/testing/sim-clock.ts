import type { Clock } from '../platform/clock';

interface Timer {
  readonly at: number;
  readonly work: () => void;
}

/** A clock that advances only on request; its random numbers come from a seed. */
export class SimClock implements Clock {
  private time = 1_700_000_000_000;
  private timers: Timer[] = [];
  private state: number;
  private ids = 0;

  constructor(seed: number) {
    this.state = seed | 1;
  }

  now(): number {
    return this.time;
  }

  wall(): number {
    return this.time;
  }

  after(ms: number, work: () => void): () => void {
    const timer = { at: this.time + Math.max(0, ms), work };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Xorshift: the same numbers for the same seed. */
  random(): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) / 2 ** 32;
  }

  uuid(): string {
    return `00000000-0000-4000-8000-${String(++this.ids).padStart(12, '0')}`;
  }

  /** Advances time and runs due timers in order, each with all microtasks and tasks that follow it. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    await settled();
    for (;;) {
      const next = this.timers.reduce<Timer | undefined>((a, b) => (b.at <= end && (!a || b.at < a.at) ? b : a), undefined);
      if (!next) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.time = Math.max(this.time, next.at);
      next.work();
      await settled();
    }
    this.time = end;
  }
}

/** Resolves after all pending microtasks and immediate tasks. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
