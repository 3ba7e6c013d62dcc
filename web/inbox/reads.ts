import type { Up } from '../../protocol/up';
import { Alarm, type Clock } from '../platform/clock';

/** Marks raised within this time are sent together, milliseconds. */
const BATCH_MS = 150;
/** First delay before an unconfirmed mark is sent again; it doubles. Milliseconds. */
const RETRY_MS = 5000;
/** After this many retries, the next welcome or the next mark triggers another attempt. */
const RETRIES_MAX = 5;

interface Mark {
  readonly conversationId: string;
  readonly seq: number;
}

/** Sends the newest read mark of each conversation to the hub, and retries until a receipt confirms it. */
export class Reads {
  private readonly seqs = new Map<string, number>();
  private readonly alarm: Alarm;
  private retries = 0;

  constructor(
    private readonly clock: Clock,
    private readonly sendFrame: (frame: Up) => boolean,
    /** Marks that the hub has not confirmed. */
    private readonly unconfirmed: () => readonly Mark[],
  ) {
    this.alarm = new Alarm(clock, () => this.sendPending());
  }

  send(conversationId: string, seq: number): void {
    this.retries = 0;
    this.enqueue({ conversationId, seq });
    this.alarm.ensure(this.clock.now() + BATCH_MS);
  }

  /** Sends all unconfirmed marks now. */
  sendPending(): void {
    this.alarm.set(null);
    for (const mark of this.unconfirmed()) this.enqueue(mark);
    let sent = false;
    for (const [conversationId, seq] of this.seqs) sent = this.sendFrame({ type: 'read', conversationId, seq }) || sent;
    this.seqs.clear();
    // While offline, the next welcome sends them again.
    if (sent && this.retries < RETRIES_MAX) this.alarm.ensure(this.clock.now() + RETRY_MS * 2 ** this.retries++);
  }

  dispose(): void {
    this.alarm.set(null);
  }

  private enqueue({ conversationId, seq }: Mark): void {
    this.seqs.set(conversationId, Math.max(seq, this.seqs.get(conversationId) ?? 0));
  }
}
