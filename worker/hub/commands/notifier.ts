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
  /** Delivers items to the user's own connections, except one. */
  readonly deliverLocally: (items: readonly HubItem[], exceptConnectionId?: string) => void;
}

/** The id of a direct conversation has a `d` after its shard: see store/sql/ids. */
const isDirect = (conversationId: string) => conversationId[1] === 'd';

/** Notifies others of this user's actions: the user's other devices (FAN-4), and the hubs of members who are online (FAN-2). */
export class Notifier {
  private readonly receipts: Throttle<DeliveredMessage>;

  constructor(private readonly deps: NotifierDeps) {
    const { now, sleep, userId } = deps;
    this.receipts = new Throttle({
      now,
      sleep,
      // Each device acks on its own, and one may be behind another.
      newer: (a, b) => (b.seq >= a.seq ? b : a),
      send: ({ conversationId, seq, senderId }) =>
        this.push(senderId, [noticeItem({ type: 'receipt', conversationId, userId, kind: 'delivered', seq })]),
    });
  }

  /**
   * Sends messages that are stored (SEND-1). The messages of one conversation in one batch travel together. A member who joined after the
   * first of them (which is then a repeat) gets only the messages after their joining (FAN-7).
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

  /** Sends a stored change. The mention counts of the `recounted` members changed, so they get a summary after the change. */
  change(change: Change, connectionId: string, audience: readonly string[], recounted: readonly string[]): void {
    const { conversationId } = change;
    const item = changeItem(change);
    this.deps.deliverLocally([item], connectionId);
    this.pushAll(audience, [item]);
    const summariesFor = recounted.filter((userId) => userId !== this.deps.userId);
    if (summariesFor.length === 0) return;
    // Never rejects: a member who was not reached gets it with the next sync.
    void announceWith(this.deps.fanOut, this.deps.db, { conversationId, messages: [], audience: [], summariesFor });
  }

  /** Messages reached a device of this user: in direct conversations their senders get a receipt. */
  delivered(delivered: readonly DeliveredMessage[]): void {
    const last = new Map<string, DeliveredMessage>();
    for (const message of delivered)
      if (message.senderId !== this.deps.userId && isDirect(message.conversationId)) last.set(message.conversationId, message);
    for (const message of last.values()) this.receipts.add(message.conversationId, message);
  }

  /** Sends raised marks. The reader's other devices get the count too (READ-4). */
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
    // Never rejects: a member who was not reached catches up by sync (FAN-3).
    if (others.length > 0) void this.deps.fanOut.pushAll(others, items);
  }

  private push(userId: string, items: readonly HubItem[]): void {
    void this.deps.fanOut.push(userId, items);
  }
}
