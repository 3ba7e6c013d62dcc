import type { Clock } from './clock';

/** The wall clock was set back when it falls behind the monotonic clock by more than this, milliseconds. */
const SET_BACK_MS = 1000;

/**
 * Estimates the server's time: the wall clock plus an offset that every response corrects. The wall clock advances during sleep; when
 * the user sets it back, the monotonic clock shows by how much.
 */
export class ServerClock {
  private offset = 0;
  private wall: number;
  private monotonic: number;

  constructor(private readonly clock: Clock) {
    this.wall = clock.wall();
    this.monotonic = clock.now();
  }

  /** Epoch ms. */
  now(): number {
    const wall = this.clock.wall();
    const monotonic = this.clock.now();
    const setBack = monotonic - this.monotonic - (wall - this.wall);
    if (setBack > SET_BACK_MS) this.offset += setBack;
    this.wall = wall;
    this.monotonic = monotonic;
    return wall + this.offset;
  }

  /** Corrects the offset: the server's clock shows a time between `from` and `to`, epoch ms. */
  between(from: number, to: number): void {
    const now = this.now();
    this.offset += Math.min(Math.max(now, from), to) - now;
  }

  /** Corrects the offset: the server's clock showed `now` a moment ago, epoch ms. */
  set(now: number): void {
    this.between(now, now);
  }
}
