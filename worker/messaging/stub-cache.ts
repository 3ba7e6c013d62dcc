/** The most cached stubs; the oldest are dropped first. */
const STUBS_MAX = 256;

/**
 * Caches stubs of objects by name, because making a stub hashes its name. After a failure of the platform a stub stays broken, so a
 * failed call drops its stub.
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

  /** Calls `use` with the stub, and drops the stub if it fails. Rejects like `use`. */
  async call<R>(name: string, use: (stub: T) => Promise<R>): Promise<R> {
    try {
      return await use(this.get(name));
    } catch (error) {
      this.forget(name);
      throw error;
    }
  }
}
