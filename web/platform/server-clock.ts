import type { Clock } from './clock';

/** A wall clock that falls behind the monotonic one by more than this was set back, milliseconds. */
const SET_BACK_MS = 1000;

/**
 * The server's time, estimated in the browser: the wall clock plus an offset that every answer corrects. The wall clock goes on while
 * the machine sleeps; when somebody sets it back, the monotonic clock shows by how much.
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

  /** The server's clock shows a time between `from` and `to`, epoch ms. */
  between(from: number, to: number): void {
    const now = this.now();
    this.offset += Math.min(Math.max(now, from), to) - now;
  }

  /** The server's clock showed `now` a moment ago, epoch ms. */
  set(now: number): void {
    this.between(now, now);
  }
}
