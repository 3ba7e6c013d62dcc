import { Alarm, type Clock } from './clock';

const RETRY_MIN_MS = 1000;
const RETRY_MAX_MS = 60_000;

export interface RetryQueueDeps<K> {
  readonly clock: Clock;
  /** Keys added within this time share one request, milliseconds. */
  readonly batchMs: number;
  /** The most keys of one request. */
  readonly max: number;
  /** Fetches the keys. Resolves to those that failed and should be retried; a rejection retries all. */
  readonly fetch: (keys: readonly K[]) => Promise<readonly K[]>;
}

/**
 * Fetches keys in batches, one request at a time, and retries failures. The retry delay doubles from one second to a minute;
 * `retryNow` skips it. A key added during its own request is fetched again.
 */
export class RetryQueue<K> {
  private readonly pending = new Set<K>();
  private readonly alarm: Alarm;
  private failures = 0;
  private running = false;
  /** Rises with `clear`, so that failures of earlier requests are ignored. */
  private round = 0;

  constructor(private readonly deps: RetryQueueDeps<K>) {
    this.alarm = new Alarm(deps.clock, () => void this.run());
  }

  add(key: K): void {
    this.pending.add(key);
    this.schedule();
  }

  /** Retries failed keys now, because the link is back. */
  retryNow(): void {
    if (this.failures === 0) return;
    this.failures = 0;
    this.alarm.set(null);
    this.schedule();
  }

  /** Drops every key. */
  clear(): void {
    this.round++;
    this.pending.clear();
    this.failures = 0;
    this.alarm.set(null);
  }

  private schedule(): void {
    if (this.running || this.pending.size === 0) return;
    const { clock, batchMs } = this.deps;
    const wait = this.failures === 0 ? batchMs : Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** (this.failures - 1));
    this.alarm.ensure(clock.now() + wait);
  }

  private async run(): Promise<void> {
    if (this.running || this.pending.size === 0) return;
    this.running = true;
    const { round } = this;
    const keys = [...this.pending].slice(0, this.deps.max);
    for (const key of keys) this.pending.delete(key);
    const failed = await this.deps.fetch(keys).catch(() => keys);
    this.running = false;
    if (round === this.round) {
      this.failures = failed.length > 0 ? this.failures + 1 : 0;
      for (const key of failed) this.pending.add(key);
    }
    this.schedule();
  }
}
