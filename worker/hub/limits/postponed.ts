export interface PostponedDeps {
  readonly sleep: (ms: number) => Promise<void>;
  readonly onFailure: (error: unknown) => void;
}

/** Keys that wait at a time. */
const KEYS_MAX = 256;

/** Holds back what came too fast until its turn. Of several values with one key only one is kept: the others are out of date. */
export class Postponed<T> {
  private readonly waiting = new Map<string, T>();

  constructor(private readonly deps: PostponedDeps) {}

  /** Gives the value the place of one that waits under the key, if it is the newer one; false where none waits. */
  replace(key: string, value: T, newer: (waiting: T, value: T) => T): boolean {
    const current = this.waiting.get(key);
    if (current === undefined) return false;
    this.waiting.set(key, newer(current, value));
    return true;
  }

  /** Runs `work` with the key's value after `ms` milliseconds; false where too many wait. */
  add(key: string, value: T, ms: number, work: (value: T) => void | Promise<void>): boolean {
    if (this.waiting.size >= KEYS_MAX) return false;
    this.waiting.set(key, value);
    // Failures are reported.
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
