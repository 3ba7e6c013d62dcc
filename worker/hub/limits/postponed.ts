export interface PostponedDeps {
  readonly sleep: (ms: number) => Promise<void>;
  readonly onFailure: (error: unknown) => void;
}

/** The most keys that may wait. */
const KEYS_MAX = 256;

/** Delays values that arrive too fast. Of several values with one key only the newest is kept, because the others are out of date. */
export class Postponed<T> {
  private readonly waiting = new Map<string, T>();

  constructor(private readonly deps: PostponedDeps) {}

  /** Replaces the waiting value of the key if the new value is newer; false if none waits. */
  replace(key: string, value: T, newer: (waiting: T, value: T) => T): boolean {
    const current = this.waiting.get(key);
    if (current === undefined) return false;
    this.waiting.set(key, newer(current, value));
    return true;
  }

  /** Runs `work` with the newest value of the key after `ms` milliseconds; false if too many keys wait. */
  add(key: string, value: T, ms: number, work: (value: T) => void | Promise<void>): boolean {
    if (this.waiting.size >= KEYS_MAX) return false;
    this.waiting.set(key, value);
    // `onFailure` reports failures.
    void this.deps
      .sleep(ms)
      .then(() => {
        const newest = this.waiting.get(key);
        this.waiting.delete(key);
        return newest === undefined ? undefined : work(newest);
      })
      .catch(this.deps.onFailure);
    return true;
  }
}
