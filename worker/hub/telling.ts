import type { Change } from '../../protocol/records';
import type { FanOut } from '../messaging/fan-out';
import { changeItem, type HubItem, messageItem, noticeItem } from '../messaging/items';
import type { Told } from '../messaging/sending';
import type { Raised } from '../store/marks';
import type { Delivered } from './connection';

export interface TellingDeps {
  readonly userId: string;
  readonly fanOut: FanOut;
  /** Items for the user's own connections, but for one. */
  readonly local: (items: readonly HubItem[], exceptConnectionId?: string) => void;
  readonly background: (work: Promise<unknown>) => void;
}

/** Direct conversations carry a `d` behind the shard in their id: see store/ids. */
const isDirect = (conversationId: string) => conversationId[1] === 'd';

/** Whom this user's doings are told: their other devices (FAN-4), and the hubs of the members who are there (FAN-2). */
export class Telling {
  constructor(private readonly deps: TellingDeps) {}

  /** Stored, so now it may be told (SEND-1). One call a hub, however many messages of a batch it gets. */
  messages(told: readonly Told[]): void {
    const byUser = new Map<string, HubItem[]>();
    for (const { message, connectionId, audience } of told) {
      const item = messageItem(message);
      this.deps.local([item], connectionId);
      for (const userId of this.others(audience)) {
        const items = byUser.get(userId);
        if (items) items.push(item);
        else byUser.set(userId, [item]);
      }
    }
    for (const [userId, items] of byUser) this.push(userId, items);
  }

  change(change: Change, connectionId: string, audience: readonly string[]): void {
    const item = changeItem(change);
    this.deps.local([item], connectionId);
    for (const userId of this.others(audience)) this.push(userId, [item]);
  }

  /** Messages reached a device here: their senders see the second tick, in direct conversations. */
  delivered(delivered: readonly Delivered[]): void {
    const last = new Map<string, Delivered>();
    for (const one of delivered) if (one.senderId !== this.deps.userId && isDirect(one.conversationId)) last.set(one.conversationId, one);
    for (const { conversationId, seq, senderId } of last.values())
      this.push(senderId, [noticeItem({ type: 'receipt', conversationId, userId: this.deps.userId, kind: 'delivered', seq })]);
  }

  /** Marks rose: the reader's other devices learn the count with it (READ-4). */
  raised(raised: readonly Raised[]): void {
    for (const { conversationId, seq, n, audience } of raised) {
      const receipt = { type: 'receipt', conversationId, userId: this.deps.userId, kind: 'read', seq } as const;
      this.deps.local([noticeItem({ ...receipt, readN: n })]);
      for (const userId of audience) this.push(userId, [noticeItem(receipt)]);
    }
  }

  typing(conversationId: string, audience: readonly string[]): void {
    const item = noticeItem({ type: 'typing', conversationId, userId: this.deps.userId });
    for (const userId of audience) this.push(userId, [item]);
  }

  private others(audience: readonly string[]): readonly string[] {
    return audience.filter((userId) => userId !== this.deps.userId);
  }

  private push(userId: string, items: readonly HubItem[]): void {
    this.deps.background(this.deps.fanOut.push(userId, items));
  }
}
