import type { Up } from '../../protocol/up';
import { Alarm, type Clock } from '../clock';

/** Marks that rise together are told together, milliseconds. */
const GATHER_MS = 150;

/** Tells the hub of raised marks: the newest of each conversation. What is not told stays `unsentRead` in the inbox. */
export class Reads {
  private readonly seqs = new Map<string, number>();
  private readonly alarm: Alarm;

  constructor(
    private readonly clock: Clock,
    private readonly send: (frame: Up) => boolean,
  ) {
    this.alarm = new Alarm(clock, () => this.flush());
  }

  tell(conversationId: string, seq: number): void {
    this.seqs.set(conversationId, Math.max(seq, this.seqs.get(conversationId) ?? 0));
    this.alarm.ensure(this.clock.now() + GATHER_MS);
  }

  flush(): void {
    this.alarm.set(null);
    for (const [conversationId, seq] of this.seqs) this.send({ type: 'read', conversationId, seq });
    this.seqs.clear();
  }
}
