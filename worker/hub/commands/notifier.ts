import type { Change, Draft } from '../../../protocol/records';
import { announceWith } from '../../messaging/announce';
import type { FanOut } from '../../messaging/fan-out';
import { changeItem, messageItem, noticeItem } from '../../messaging/items';
import type { StoredMessage } from '../../messaging/sending';
import { Throttle } from '../../messaging/throttle';
import type { HubItem } from '../../platform/rpc';
import type { Audiences } from '../../store/log/audience';
import type { RaisedMark } from '../../store/log/marks';
import type { DeliveredMessage } from '../connection/connection';

export interface NotifierDeps {
  readonly db: D1Database;
  readonly userId: string;
  readonly fanOut: FanOut;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Items for the user's own connections, but for one. */
  readonly deliverLocally: (items: readonly HubItem[], exceptConnectionId?: string) => void;
}

/** Direct conversations carry a `d` behind the shard in their id: see store/ids. */
const isDirect = (conversationId: string) => conversationId[1] === 'd';

/** Whom this user's doings are told: their other devices (FAN-4), and the hubs of the members who are there (FAN-2). */
export class Notifier {
  private readonly receipts: Throttle<DeliveredMessage>;

  constructor(private readonly deps: NotifierDeps) {
    const { now, sleep, userId } = deps;
    this.receipts = new Throttle({
      now,
      sleep,
      // Each device acks for itself, and one may be behind another.
      newer: (a, b) => (b.seq >= a.seq ? b : a),
      send: ({ conversationId, seq, senderId }) =>
        this.push(senderId, [noticeItem({ type: 'receipt', conversationId, userId, kind: 'delivered', seq })]),
    });
  }

  /**
   * Stored, so now it may be told (SEND-1). A conversation's messages of one batch travel together; who joined after the first of them, a repeat,
   * gets those behind their joining (FAN-7).
   */
  messages(messages: readonly StoredMessage[], { audience, latecomers }: Audiences): void {
    const byConversation = new Map<string, ReturnType<typeof messageItem>[]>();
    for (const { message, connectionId, hidden } of messages) {
      const item = messageItem(message);
      this.deps.deliverLocally([item], connectionId);
      if (hidden) continue;
      const items = byConversation.get(message.conversationId);
      if (items) items.push(item);
      else byConversation.set(message.conversationId, [item]);
    }
    for (const [id, items] of byConversation) {
      this.pushAll(audience.get(id) ?? [], items);
      for (const [userId, visibleAfterSeq] of latecomers.get(id) ?? []) {
        const visible = items.filter((item) => item.seq > visibleAfterSeq);
        if (visible.length > 0) this.pushAll([userId], visible);
      }
    }
  }

  /** `recounted`: those of the audience whose mentions are others now. What they count is in the summary that follows the change. */
  change(change: Change, connectionId: string, audience: readonly string[], recounted: readonly string[]): void {
    const { conversationId } = change;
    const item = changeItem(change);
    this.deps.deliverLocally([item], connectionId);
    this.pushAll(audience, [item]);
    const summariesFor = recounted.filter((userId) => userId !== this.deps.userId);
    if (summariesFor.length === 0) return;
    // Never rejects: who is not reached learns of it by the next sync.
    void announceWith(this.deps.fanOut, this.deps.db, { conversationId, messages: [], audience: [], summariesFor });
  }

  /** Messages reached a device here: their senders see the second tick, in direct conversations. */
  delivered(delivered: readonly DeliveredMessage[]): void {
    const last = new Map<string, DeliveredMessage>();
    for (const message of delivered)
      if (message.senderId !== this.deps.userId && isDirect(message.conversationId)) last.set(message.conversationId, message);
    for (const message of last.values()) this.receipts.add(message.conversationId, message);
  }

  /** Marks rose: the reader's other devices learn the count with it (READ-4). */
  marksRaised(raised: readonly RaisedMark[]): void {
    for (const { conversationId, seq, n, audience } of raised) {
      const receipt = { type: 'receipt', conversationId, userId: this.deps.userId, kind: 'read', seq } as const;
      this.deps.deliverLocally([noticeItem({ ...receipt, readN: n })]);
      for (const userId of audience) this.push(userId, [noticeItem(receipt)]);
    }
  }

  draft(draft: Draft, connectionId: string): void {
    this.deps.deliverLocally([noticeItem({ type: 'draft', ...draft })], connectionId);
  }

  typing(conversationId: string, audience: readonly string[]): void {
    const item = noticeItem({ type: 'typing', conversationId, userId: this.deps.userId });
    for (const userId of audience) this.push(userId, [item]);
  }

  private pushAll(audience: readonly string[], items: readonly HubItem[]): void {
    const others = audience.filter((userId) => userId !== this.deps.userId);
    // Never rejects: who is not reached is left to sync (FAN-3).
    if (others.length > 0) void this.deps.fanOut.pushAll(others, items);
  }

  private push(userId: string, items: readonly HubItem[]): void {
    void this.deps.fanOut.push(userId, items);
  }
}
