/** StubCache that are kept; the oldest go first. */
const STUBS_MAX = 256;

/**
 * StubCache of objects by name, kept while they work: making one hashes its name. After a failure of the platform an old stub stays
 * broken, so whoever saw a call fail has it forgotten.
 */
export class StubCache<T> {
  private readonly stubs = new Map<string, T>();

  constructor(private readonly make: (name: string) => T) {}

  get(name: string): T {
    const cached = this.stubs.get(name);
    if (cached !== undefined) return cached;
    const stub = this.make(name);
    for (const oldest of this.stubs.keys()) {
      if (this.stubs.size < STUBS_MAX) break;
      this.stubs.delete(oldest);
    }
    this.stubs.set(name, stub);
    return stub;
  }

  forget(name: string): void {
    this.stubs.delete(name);
  }

  /** What `use` makes of the stub; one that fails is not used again. Rejects with what `use` rejects. */
  async call<R>(name: string, use: (stub: T) => Promise<R>): Promise<R> {
    try {
      return await use(this.get(name));
    } catch (error) {
      this.forget(name);
      throw error;
    }
  }
}
