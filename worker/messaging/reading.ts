import type { RaisedMark, ReadUpTo } from '../store/log/marks';

export interface ReadQueueDeps {
  /** `again`: an earlier try may have raised the marks although its answer was lost. */
  raise(sessionId: string, reads: readonly ReadUpTo[], again: boolean): Promise<{ alive: boolean; raised: RaisedMark[] }>;
  notify(raised: readonly RaisedMark[]): void;
  onSessionEnded(sessionId: string): void;
  onFailure(error: unknown): void;
  sleep(ms: number): Promise<void>;
}

/** The most conversations in one batch. */
const BATCH_MAX = 100;

/** A `read` has no answer, so only this queue can retry it: four times, after half a second, then doubling. */
const ATTEMPTS = 5;
const RETRY_MS = 500;

/**
 * Raises the marks of one user. One batch runs at a time; reads that arrive meanwhile are merged to the highest seq of each conversation.
 */
export class ReadQueue {
  /** By session, because each session is checked with the marks that it raises (CONN-9). */
  private readonly waiting = new Map<string, Map<string, number>>();
  private running = false;

  constructor(private readonly deps: ReadQueueDeps) {}

  add(sessionId: string, read: ReadUpTo): void {
    this.put(sessionId, read);
    // `run` reports its failures.
    if (!this.running) void this.run();
  }

  private put(sessionId: string, read: ReadUpTo): void {
    const marks = this.waiting.get(sessionId) ?? new Map<string, number>();
    this.waiting.set(sessionId, marks);
    marks.set(read.conversationId, Math.max(read.seq, marks.get(read.conversationId) ?? 0));
  }

  private async run(): Promise<void> {
    this.running = true;
    let failures = 0;
    for (let next = this.next(); next; next = this.next()) {
      try {
        const { alive, raised } = await this.deps.raise(next.sessionId, next.reads, failures > 0);
        failures = 0;
        if (!alive) this.deps.onSessionEnded(next.sessionId);
        if (raised.length > 0) this.deps.notify(raised);
      } catch (error) {
        this.deps.onFailure(error);
        // After the last try, the next read of the conversation raises the mark.
        failures = (failures + 1) % ATTEMPTS;
        if (failures === 0) continue;
        for (const read of next.reads) this.put(next.sessionId, read);
        await this.deps.sleep(RETRY_MS * 2 ** (failures - 1));
      }
    }
    this.running = false;
  }

  private next(): { sessionId: string; reads: ReadUpTo[] } | undefined {
    for (const [sessionId, marks] of this.waiting) {
      const reads = [...marks].slice(0, BATCH_MAX).map(([conversationId, seq]) => ({ conversationId, seq }));
      for (const { conversationId } of reads) marks.delete(conversationId);
      if (marks.size === 0) this.waiting.delete(sessionId);
      if (reads.length > 0) return { sessionId, reads };
    }
    return undefined;
  }
}
