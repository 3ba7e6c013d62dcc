import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Page } from '../../protocol/down';
import type { Message } from '../../protocol/records';
import { isRetryable, type Result } from '../model/result';
import type { TimelineMessage } from '../model/timeline';
import type { Clock } from '../platform/clock';
import { RetryQueue } from '../platform/retry-queue';

/** The most messages requested at once. */
const AT_ONCE = 8;

export interface QuotesDeps {
  readonly clock: Clock;
  readonly isAnswered: ReadonlySignal<boolean>;
  /** Loads the page that starts with `seq`. */
  readonly load: (seq: number) => Promise<Result<Page>>;
  readonly rowOf: (message: Message) => TimelineMessage | null;
}

/**
 * Loads quoted messages outside the window. A row requests its quote while it is drawn, so failures are remembered: a message is
 * requested again after a doubling delay or when the link is back, never because the row is redrawn.
 */
export class Quotes {
  private readonly found = new Map<number, Signal<TimelineMessage | null | undefined>>();
  private readonly queue: RetryQueue<number>;
  private readonly stop: () => void;

  constructor(private readonly deps: QuotesDeps) {
    this.queue = new RetryQueue({ clock: deps.clock, batchMs: 0, max: AT_ONCE, fetch: (seqs) => this.loadAll(seqs) });
    this.stop = deps.isAnswered.subscribe((online) => {
      if (online) this.queue.retryNow();
    });
  }

  /** The quoted message. Undefined: loading. Null: unavailable, perhaps only for now. Reads a signal. */
  get(seq: number): TimelineMessage | null | undefined {
    let quote = this.found.get(seq);
    if (!quote) {
      quote = signal(undefined);
      this.found.set(seq, quote);
      this.queue.add(seq);
    }
    return quote.value;
  }

  dispose(): void {
    this.stop();
    this.queue.clear();
  }

  /** Returns the seqs to retry. */
  private async loadAll(seqs: readonly number[]): Promise<readonly number[]> {
    const failed = await Promise.all(seqs.map(async (seq) => ((await this.load(seq)) ? [] : [seq])));
    return failed.flat();
  }

  /** False: the request failed and can be retried. */
  private async load(seq: number): Promise<boolean> {
    const answer = await this.deps.load(seq);
    const message = answer.ok ? answer.value.messages.find((found) => found.seq === seq) : undefined;
    const quote = this.found.get(seq);
    if (quote) quote.value = message ? this.deps.rowOf(message) : null;
    return answer.ok || !isRetryable(answer.problem);
  }
}
