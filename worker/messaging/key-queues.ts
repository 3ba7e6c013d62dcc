export interface KeyQueuesDeps<T> {
  /** Hands items to the receiver `key`. Rejects if they were not taken, or if that is unknown. */
  readonly call: (key: string, items: T[]) => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
  readonly onGivenUp: (key: string, items: number) => void;
}

const ATTEMPTS = 3;
const BACK_OFF_MS = 100;
const OVERLOADED_BACK_OFF_MS = 2000;
/** The most items of one call; the others go into the next call. */
const CALL_MAX = 128;
/** The most items that wait for one key; a receiver that is slower gets the rest by sync. */
const WAITING_MAX = 2048;

interface KeyQueue<T> {
  waiting: T[];
  done: Promise<void>;
}

/**
 * One queue of items per key. One call per key runs at a time, so that items arrive in order, and the items that wait meanwhile share the
 * next call. A failing call is tried three times and then given up; it delays no other key (FAN-3).
 */
export class KeyQueues<T> {
  private readonly queues = new Map<string, KeyQueue<T>>();

  constructor(private readonly deps: KeyQueuesDeps<T>) {}

  /** Settles when the items were taken or given up; never rejects. */
  push(key: string, items: readonly T[]): Promise<void> {
    const queue = this.queues.get(key);
    if (queue) {
      if (queue.waiting.length + items.length > WAITING_MAX) this.deps.onGivenUp(key, items.length);
      else queue.waiting.push(...items);
      return queue.done;
    }
    const fresh: KeyQueue<T> = { waiting: [...items], done: Promise.resolve() };
    this.queues.set(key, fresh);
    fresh.done = this.drain(key, fresh);
    return fresh.done;
  }

  private async drain(key: string, queue: KeyQueue<T>): Promise<void> {
    while (queue.waiting.length > 0) {
      const items = queue.waiting.splice(0, CALL_MAX);
      if (!(await this.call(key, items))) this.deps.onGivenUp(key, items.length);
    }
    this.queues.delete(key);
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
