import type { AppendResult, Send } from '../store/log/append';
import { audiencesOf } from '../store/log/audience';

/** The sends of one caller, in order. */
interface Call {
  readonly sends: readonly Send[];
  readonly bytes: number;
  resolve(result: AppendResult): void;
  reject(error: unknown): void;
}

/** Limits of one batch over all callers, in messages and in bytes of bodies: a D1 value has at most 2 MB. */
const BATCH_MAX = 256;
const BATCH_BYTES_MAX = 512 * 1024;
/** The most waiting messages, and characters of their bodies. Beyond them the database cannot keep up, and callers fail at once. */
const WAITING_MAX = 20_000;
const WAITING_BYTES_MAX = 16 * 1024 * 1024;

/**
 * Stores the sends of many callers in one D1 batch. A call goes at once if no batch is running; calls that arrive meanwhile share the
 * next batch. A failed batch is retried call by call, so that a call that cannot be stored fails alone.
 */
export class GroupCommit {
  private readonly waiting: Call[] = [];
  private waitingSends = 0;
  private waitingBytes = 0;
  private running = false;

  constructor(private readonly store: (sends: readonly Send[]) => Promise<AppendResult>) {}

  /** Rejects like the store, or if too much waits. */
  append(sends: readonly Send[]): Promise<AppendResult> {
    const bytes = sends.reduce((sum, send) => sum + send.body.length, 0);
    if (this.waitingSends + sends.length > WAITING_MAX || this.waitingBytes + bytes > WAITING_BYTES_MAX)
      return Promise.reject(new Error('The ledger is overloaded.'));
    return new Promise((resolve, reject) => {
      this.waiting.push({ sends, bytes, resolve, reject });
      this.waitingSends += sends.length;
      this.waitingBytes += bytes;
      if (!this.running) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) await this.commit(this.next());
    this.running = false;
  }

  /** The next batch: at least one whole call, in order, without two sends of the same sender and clientMsgId. */
  private next(): Call[] {
    const calls: Call[] = [];
    const ids = new Set<string>();
    let sends = 0;
    let bytes = 0;
    for (let call = this.waiting[0]; call; call = this.waiting[0]) {
      const callIds = call.sends.map((send) => `${send.senderId} ${send.clientMsgId}`);
      const full = sends + call.sends.length > BATCH_MAX || bytes + call.bytes > BATCH_BYTES_MAX;
      if (calls.length > 0 && (full || callIds.some((id) => ids.has(id)))) break;
      for (const id of callIds) ids.add(id);
      sends += call.sends.length;
      bytes += call.bytes;
      calls.push(call);
      this.waiting.shift();
    }
    this.waitingSends -= sends;
    this.waitingBytes -= bytes;
    return calls;
  }

  private async commit(calls: readonly Call[]): Promise<void> {
    try {
      const { results, ...audiences } = await this.store(calls.flatMap((call) => call.sends));
      let from = 0;
      for (const call of calls) {
        const callResults = results.slice(from, from + call.sends.length);
        from += call.sends.length;
        const conversations = call.sends.map(({ conversationId }) => conversationId);
        call.resolve({ results: callResults, ...audiencesOf(audiences, conversations) });
      }
    } catch (error) {
      if (calls.length === 1) return calls[0]?.reject(error);
      // Nobody knows whether the batch was stored. Each call finds out by repeating itself: a repeat returns the first result (SEND-3).
      for (const call of calls) await this.store(call.sends).then(call.resolve, call.reject);
    }
  }
}
