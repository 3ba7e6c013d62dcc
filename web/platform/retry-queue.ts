import { Alarm, type Clock } from './clock';

const RETRY_MIN_MS = 1000;
const RETRY_MAX_MS = 60_000;

export interface RetryQueueDeps<K> {
  readonly clock: Clock;
  /** Keys that come within this time share one request, milliseconds. */
  readonly gatherMs: number;
  /** Keys of one request. */
  readonly max: number;
  /** Resolves to the keys that could not be answered; they are asked for again. */
  readonly ask: (keys: readonly K[]) => Promise<readonly K[]>;
}

/**
 * Keys to be fetched: gathered, one request at a time, and asked for again after a failure. The wait doubles from one second to a
 * minute; `retryNow` cuts it short. A key that is added while it is being fetched is fetched once more.
 */
export class RetryQueue<K> {
  private readonly wanted = new Set<K>();
  private readonly alarm: Alarm;
  private failures = 0;
  private running = false;
  /** Rises with `clear`: failures of what was asked before it are forgotten. */
  private round = 0;

  constructor(private readonly deps: RetryQueueDeps<K>) {
    this.alarm = new Alarm(deps.clock, () => void this.run());
  }

  add(key: K): void {
    this.wanted.add(key);
    this.schedule();
  }

  /** The reason of earlier failures may be gone: the link is back. */
  retryNow(): void {
    if (this.failures === 0) return;
    this.failures = 0;
    this.alarm.set(null);
    this.schedule();
  }

  /** Forgets every key: something else answers them, or nobody needs them any more. */
  clear(): void {
    this.round++;
    this.wanted.clear();
    this.failures = 0;
    this.alarm.set(null);
  }

  private schedule(): void {
    if (this.running || this.wanted.size === 0) return;
    const { clock, gatherMs } = this.deps;
    const wait = this.failures === 0 ? gatherMs : Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** (this.failures - 1));
    this.alarm.ensure(clock.now() + wait);
  }

  private async run(): Promise<void> {
    if (this.running || this.wanted.size === 0) return;
    this.running = true;
    const { round } = this;
    const keys = [...this.wanted].slice(0, this.deps.max);
    for (const key of keys) this.wanted.delete(key);
    const failed = await this.deps.ask(keys).catch(() => keys);
    this.running = false;
    if (round === this.round) {
      this.failures = failed.length > 0 ? this.failures + 1 : 0;
      for (const key of failed) this.wanted.add(key);
    }
    this.schedule();
  }
}
