import type { Up } from '../../protocol/up';
import { Alarm, type Clock } from '../platform/clock';

/** Marks that rise together are told together, milliseconds. */
const GATHER_MS = 150;
/** A mark that was not confirmed is told again after this, doubling, milliseconds. */
const RETRY_MS = 5000;
/** After so many times the next welcome, or the next mark, is soon enough. */
const RETRIES_MAX = 5;

interface Mark {
  readonly conversationId: string;
  readonly seq: number;
}

/** Tells the hub of raised marks, the newest of each conversation, again and again until a receipt confirms them. */
export class Reads {
  private readonly seqs = new Map<string, number>();
  private readonly alarm: Alarm;
  private retries = 0;

  constructor(
    private readonly clock: Clock,
    private readonly send: (frame: Up) => boolean,
    /** Marks that the hub has not confirmed. */
    private readonly unconfirmed: () => readonly Mark[],
  ) {
    this.alarm = new Alarm(clock, () => this.flush());
  }

  tell(conversationId: string, seq: number): void {
    this.retries = 0;
    this.note({ conversationId, seq });
    this.alarm.ensure(this.clock.now() + GATHER_MS);
  }

  flush(): void {
    this.alarm.set(null);
    for (const mark of this.unconfirmed()) this.note(mark);
    let sent = false;
    for (const [conversationId, seq] of this.seqs) sent = this.send({ type: 'read', conversationId, seq }) || sent;
    this.seqs.clear();
    // Without a connection the next welcome is the time to tell them again.
    if (sent && this.retries < RETRIES_MAX) this.alarm.ensure(this.clock.now() + RETRY_MS * 2 ** this.retries++);
  }

  dispose(): void {
    this.alarm.set(null);
  }

  private note({ conversationId, seq }: Mark): void {
    this.seqs.set(conversationId, Math.max(seq, this.seqs.get(conversationId) ?? 0));
  }
}
