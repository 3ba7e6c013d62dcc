export interface LineDeps<T> {
  /** Hands items to whoever `key` names. Rejects when they were not taken, or when nobody knows. */
  readonly call: (key: string, items: T[]) => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
  readonly onGivenUp: (key: string, items: number) => void;
}

const ATTEMPTS = 3;
const BACK_OFF_MS = 100;
const OVERLOADED_BACK_OFF_MS = 2000;
/** Items of one call; what waits beyond them goes into the next. */
const CALL_MAX = 128;
/** Items that wait for one key; who takes them so slowly finds the rest by sync. */
const WAITING_MAX = 2048;

interface Line<T> {
  waiting: T[];
  done: Promise<void>;
}

/**
 * KeyQueues of items, one a key. One call per key is under way at a time, so that items arrive in order, and what waits meanwhile
 * shares the next call. A call that fails is tried three times and then given up; it delays no other key (FAN-3).
 */
export class KeyQueues<T> {
  private readonly lines = new Map<string, Line<T>>();

  constructor(private readonly deps: LineDeps<T>) {}

  /** Settles when the items were taken or given up; never rejects. */
  push(key: string, items: readonly T[]): Promise<void> {
    const line = this.lines.get(key);
    if (line) {
      if (line.waiting.length + items.length > WAITING_MAX) this.deps.onGivenUp(key, items.length);
      else line.waiting.push(...items);
      return line.done;
    }
    const fresh: Line<T> = { waiting: [...items], done: Promise.resolve() };
    this.lines.set(key, fresh);
    fresh.done = this.drain(key, fresh);
    return fresh.done;
  }

  private async drain(key: string, line: Line<T>): Promise<void> {
    while (line.waiting.length > 0) {
      const items = line.waiting.splice(0, CALL_MAX);
      if (!(await this.call(key, items))) this.deps.onGivenUp(key, items.length);
    }
    this.lines.delete(key);
  }

  private async call(key: string, items: T[]): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.deps.call(key, items);
        return true;
      } catch (error) {
        if (attempt === ATTEMPTS) return false;
        const base = (error as { overloaded?: boolean } | undefined)?.overloaded ? OVERLOADED_BACK_OFF_MS : BACK_OFF_MS;
        await this.deps.sleep(base * 2 ** (attempt - 1) * (0.5 + this.deps.random()));
      }
    }
  }
}
