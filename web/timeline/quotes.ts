import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Page } from '../../protocol/down';
import type { Message } from '../../protocol/records';
import { isRetryable, type Result } from '../model/result';
import type { TimelineMessage } from '../model/timeline';
import type { Clock } from '../platform/clock';
import { RetryQueue } from '../platform/retry-queue';

/** Messages that are asked for at a time. */
const AT_ONCE = 8;

export interface QuotesDeps {
  readonly clock: Clock;
  readonly isOnline: ReadonlySignal<boolean>;
  /** The page that begins with `seq`. */
  readonly load: (seq: number) => Promise<Result<Page>>;
  readonly rowOf: (message: Message) => TimelineMessage | null;
}

/**
 * Quoted messages outside the window. A row asks for its quote while it is drawn, so a failure is remembered: the message is asked for
 * again after a wait that doubles, or when the link is back, never because the row is drawn again.
 */
export class Quotes {
  private readonly found = new Map<number, Signal<TimelineMessage | null | undefined>>();
  private readonly queue: RetryQueue<number>;
  private readonly stop: () => void;

  constructor(private readonly deps: QuotesDeps) {
    this.queue = new RetryQueue({ clock: deps.clock, gatherMs: 0, max: AT_ONCE, ask: (seqs) => this.loadAll(seqs) });
    this.stop = deps.isOnline.subscribe((online) => {
      if (online) this.queue.retryNow();
    });
  }

  /** Undefined: on its way. Null: it cannot be had, or not now. Reads a signal. */
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

  /** Gives back what is to be asked for again. */
  private async loadAll(seqs: readonly number[]): Promise<readonly number[]> {
    const failed = await Promise.all(seqs.map(async (seq) => ((await this.load(seq)) ? [] : [seq])));
    return failed.flat();
  }

  /** False: asking did not work, and may work later. */
  private async load(seq: number): Promise<boolean> {
    const answer = await this.deps.load(seq);
    const message = answer.ok ? answer.value.messages.find((found) => found.seq === seq) : undefined;
    const quote = this.found.get(seq);
    if (quote) quote.value = message ? this.deps.rowOf(message) : null;
    return answer.ok || !isRetryable(answer.problem);
  }
}
