import type { Change, Message } from '../../protocol/records';
import type { Entry } from './history.ts';

/** An entry of the log on the wire: a message, or a change, which takes a seq and shows nothing itself. */
export interface Arrival extends Entry {
  readonly isMessage: boolean;
}

export interface TimelineOptions {
  /** Off only in negative controls: then entries are shown in the order of arrival. */
  readonly gapCheck: boolean;
}

/** The state of one conversation in a client. Entries are shown only after all that precede them (SYNC-1), each once (ACK-6). */
export class Timeline {
  /** Everything up to this seq is shown. */
  lastSeq: number;
  /** The newest seq known of. */
  targetSeq: number;
  lastN = 0;
  readSeq = 0;
  readN = 0;
  /** Repeated entries that were not shown. */
  repeats = 0;
  readonly conversationId: string;
  private readonly options: TimelineOptions;
  private readonly held = new Map<number, Arrival>();
  private readonly counts = new Map<number, number>();

  constructor(conversationId: string, startSeq: number, options: TimelineOptions) {
    this.conversationId = conversationId;
    this.lastSeq = startSeq;
    this.targetSeq = startSeq;
    this.options = options;
  }

  /** Whether an entry is known to be missing. */
  get isBehind(): boolean {
    return this.options.gapCheck && this.lastSeq < this.targetSeq;
  }

  get unread(): number {
    return Math.max(0, this.lastN - this.readN);
  }

  /** Adds an entry; returns the entries that appear on the screen. */
  arrive(entry: Arrival): Arrival[] {
    this.targetSeq = Math.max(this.targetSeq, entry.seq);
    if (this.counts.has(entry.seq) || this.held.has(entry.seq) || (this.options.gapCheck && entry.seq <= this.lastSeq)) {
      this.repeats++;
      return [];
    }
    if (!this.options.gapCheck) {
      this.lastSeq = Math.max(this.lastSeq, entry.seq);
      return [this.show(entry)];
    }
    this.held.set(entry.seq, entry);
    const shown: Arrival[] = [];
    for (let next = this.held.get(this.lastSeq + 1); next; next = this.held.get(this.lastSeq + 1)) {
      this.held.delete(next.seq);
      this.lastSeq = next.seq;
      shown.push(this.show(next));
    }
    return shown;
  }

  /** Raises the mark, for a read here or elsewhere; an older mark changes nothing (READ-2). */
  raise(seq: number, n: number): void {
    this.readSeq = Math.max(this.readSeq, seq);
    this.readN = Math.max(this.readN, n);
  }

  /** `n` at a seq that is shown. */
  countAt(seq: number): number {
    return this.counts.get(seq) ?? 0;
  }

  private show(entry: Arrival): Arrival {
    this.counts.set(entry.seq, entry.n);
    this.lastN = Math.max(this.lastN, entry.n);
    return entry;
  }
}

/** A message or a change as the timeline takes it. */
export function toArrival(record: Message | Change, isMessage: boolean) {
  const { conversationId, seq, n, senderId, clientMsgId } = record;
  return { conversationId, seq, n, senderId, clientMsgId, isMessage };
}
