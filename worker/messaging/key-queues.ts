export interface KeyQueuesDeps<T> {
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

interface KeyQueue<T> {
  waiting: T[];
  done: Promise<void>;
}

/**
 * KeyQueues of items, one a key. One call per key is under way at a time, so that items arrive in order, and what waits meanwhile
 * shares the next call. A call that fails is tried three times and then given up; it delays no other key (FAN-3).
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
