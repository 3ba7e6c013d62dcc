import type { Random } from './random.ts';

export interface OutboxItem {
  readonly clientMsgId: string;
  readonly conversationId: string;
  readonly text: string;
  sends: number;
  /** Whether it was sent on the current connection. A send on an earlier connection has an unknown result and waits again. */
  isUnderWay: boolean;
  /** When it is sent again if no answer came, in ms of the monotonic clock. */
  dueAt: number;
}

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30_000;
const UNDER_WAY_MAX = 64;

/** Messages that have no `sendAck` or final error yet, in the order written (SEND-7). */
export class Outbox {
  private readonly items = new Map<string, OutboxItem>();
  private pausedUntil = 0;
  private readonly random: Random;
  /** Frames sent beyond the first of a message. */
  resends = 0;

  constructor(random: Random) {
    this.random = random;
  }

  get size(): number {
    return this.items.size;
  }

  add(clientMsgId: string, conversationId: string, text: string): void {
    this.items.set(clientMsgId, { clientMsgId, conversationId, text, sends: 0, isUnderWay: false, dueAt: 0 });
  }

  /** Removes an item that is stored or finally refused. */
  remove(clientMsgId: string): OutboxItem | undefined {
    const item = this.items.get(clientMsgId);
    this.items.delete(clientMsgId);
    return item;
  }

  /** Resets every sent item for a new connection, because the results on the last one are unknown. */
  restart(): void {
    for (const item of this.items.values()) item.isUnderWay = false;
    this.pausedUntil = 0;
  }

  /** Pauses for the server, then sends everything unanswered again, in order. */
  pause(until: number): void {
    this.restart();
    this.pausedUntil = until;
  }

  /** The items to send now, in order. */
  due(now: number): OutboxItem[] {
    if (now < this.pausedUntil) return [];
    const due: OutboxItem[] = [];
    let underWay = 0;
    for (const item of this.items.values()) {
      if (++underWay > UNDER_WAY_MAX) break;
      if (item.isUnderWay && item.dueAt > now) continue;
      if (item.sends > 0) this.resends++;
      const delay = Math.min(FIRST_RETRY_MS * 2 ** item.sends, LONGEST_RETRY_MS);
      item.sends++;
      item.isUnderWay = true;
      item.dueAt = now + delay * (0.75 + this.random() / 2);
      due.push(item);
    }
    return due;
  }
}
