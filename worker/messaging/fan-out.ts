import type { HubItem } from './items';

/** The part of a hub that others call. */
export interface HubStub {
  deliver(items: HubItem[]): Promise<void>;
}

export interface FanOutDeps {
  /** A fresh stub at every call: after a failure of the platform an old one stays broken. */
  readonly hub: (userId: string) => HubStub;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
  readonly onGivenUp: (userId: string, items: number) => void;
}

const ATTEMPTS = 3;
const BACK_OFF_MS = 100;
const OVERLOADED_BACK_OFF_MS = 2000;
/** Items of one call; what waits beyond them goes into the next. */
const CALL_MAX = 128;

interface Line {
  waiting: HubItem[];
  done: Promise<void>;
}

/**
 * Carries items to other users' hubs. One call per hub is under way at a time, so that a hub gets its items in order, and what
 * waits meanwhile shares the next call. A hub that fails is retried three times and then left to sync; it delays nobody else (FAN-3).
 */
export class FanOut {
  private readonly lines = new Map<string, Line>();

  constructor(private readonly deps: FanOutDeps) {}

  /** Settles when the hub has taken the items or was given up; never rejects. */
  push(userId: string, items: readonly HubItem[]): Promise<void> {
    const line = this.lines.get(userId);
    if (line) {
      line.waiting.push(...items);
      return line.done;
    }
    const fresh: Line = { waiting: [...items], done: Promise.resolve() };
    this.lines.set(userId, fresh);
    fresh.done = this.drain(userId, fresh);
    return fresh.done;
  }

  private async drain(userId: string, line: Line): Promise<void> {
    while (line.waiting.length > 0) {
      const items = line.waiting.splice(0, CALL_MAX);
      if (!(await this.call(userId, items))) this.deps.onGivenUp(userId, items.length);
    }
    this.lines.delete(userId);
  }

  private async call(userId: string, items: HubItem[]): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.deps.hub(userId).deliver(items);
        return true;
      } catch (error) {
        if (attempt === ATTEMPTS) return false;
        const base = (error as { overloaded?: boolean }).overloaded ? OVERLOADED_BACK_OFF_MS : BACK_OFF_MS;
        await this.deps.sleep(base * 2 ** (attempt - 1) * (0.5 + this.deps.random()));
      }
    }
  }
}
