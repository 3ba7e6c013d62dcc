import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Message } from '../../protocol/records';
import type { InboxItem } from '../model/inbox';
import type { TimelineMessage } from '../model/timeline';
import type { Item } from '../outbox/outbox';
import { plainName } from '../people/plain-name';
import { Alarm, type Clock } from '../platform/clock';
import { emptyLog } from '../timeline/log';
import { rowsOf, waitingRow } from '../timeline/rows';
import { byActivity, type Inbox, type InboxEntry, isMuted, unreadTotal } from './inbox';

/** Interval of checks for mutes that end, milliseconds. */
const MUTE_CHECK_MS = 1000;

export interface InboxItemsDeps {
  readonly clock: Clock;
  /** The server's time, epoch ms; mutes end by it. */
  readonly serverNow: () => number;
  /** Called when a mute has ended, with the server's time, epoch ms. */
  readonly onTime: (now: number) => void;
  readonly myId: string;
  readonly inbox: ReadonlySignal<Inbox>;
  readonly outbox: ReadonlySignal<readonly Item[]>;
  readonly draftOf: (conversationId: string) => string | null;
  readonly typingIn: (conversationId: string) => readonly string[];
  readonly nameOf: (userId: string) => string;
}

/** The inbox as the views list it. Each conversation has a signal, so that a row redraws only when its content changes. */
export class InboxItems {
  private readonly byId = new Map<string, ReadonlySignal<InboxItem | undefined>>();
  readonly items: ReadonlySignal<readonly InboxItem[]>;
  readonly unreadTotal: ReadonlySignal<number>;

  /** When the next mute ends, epoch ms of the server. */
  private nextEnd = Number.MAX_SAFE_INTEGER;
  /** When a mute was last noticed to end, epoch ms of the server. */
  private readonly lastEnd = signal(0);
  private readonly alarm: Alarm;
  private readonly stop: () => void;

  constructor(private readonly deps: InboxItemsDeps) {
    this.items = computed(() => this.sorted());
    this.unreadTotal = computed(() => unreadTotal(deps.inbox.value, this.now()));
    this.alarm = new Alarm(deps.clock, () => this.checkMutes());
    this.stop = deps.inbox.subscribe(() => this.checkMutes());
  }

  dispose(): void {
    this.stop();
    this.alarm.set(null);
  }

  /** The server's time, epoch ms. Depends on a signal that changes when a mute ends. */
  private now(): number {
    return Math.max(this.lastEnd.value, this.deps.serverNow());
  }

  /** Notices mutes that ended and schedules the next check. Timers stop during sleep, so it checks every second. */
  private checkMutes(): void {
    const { clock, inbox, serverNow, onTime } = this.deps;
    const now = serverNow();
    const ended = now >= this.nextEnd;
    let next = Number.MAX_SAFE_INTEGER;
    for (const { summary } of inbox.peek().entries.values()) if (isMuted(summary, now)) next = Math.min(next, summary.mutedUntil ?? next);
    this.nextEnd = next;
    this.alarm.set(next === Number.MAX_SAFE_INTEGER ? null : clock.now() + Math.min(next - now, MUTE_CHECK_MS));
    if (!ended) return;
    batch(() => {
      this.lastEnd.value = now;
      onTime(now);
    });
  }

  private sorted(): readonly InboxItem[] {
    const items = [...this.deps.inbox.value.entries.keys()].flatMap((id) => this.item(id).value ?? []);
    return items.filter(({ summary }) => summary.hidden !== true).sort(byActivity);
  }

  item(id: string): ReadonlySignal<InboxItem | undefined> {
    let item = this.byId.get(id);
    if (!item) {
      item = this.createItem(id);
      this.byId.set(id, item);
    }
    return item;
  }

  private createItem(id: string): ReadonlySignal<InboxItem | undefined> {
    const { deps } = this;
    // Separate signals, so that an unchanged part causes no redraw.
    const entry = computed(() => deps.inbox.value.entries.get(id));
    const waiting = computed(() => deps.outbox.value.findLast((item) => item.conversationId === id && item.payload.kind === 'send'));
    const draft = computed(() => deps.draftOf(id));
    return computed(() => (entry.value ? this.itemOf(entry.value, waiting.value, draft.value) : undefined));
  }

  private itemOf({ summary }: InboxEntry, waiting: Item | undefined, draft: string | null): InboxItem {
    const { deps } = this;
    const last = waiting ? waitingRow(waiting, deps.myId) : summary.lastMessage ? this.rowOf(summary.lastMessage, summary) : null;
    return {
      id: summary.id,
      summary,
      title: summary.peerId === undefined ? plainName(summary.title) : deps.nameOf(summary.peerId),
      last,
      unread: summary.unread,
      mentions: summary.mentions,
      markedUnread: summary.markedUnread ?? false,
      muted: isMuted(summary, this.now()),
      draft,
      typing: deps.typingIn(summary.id),
      activeAt: waiting ? Math.max(waiting.createdAt, summary.activeAt) : summary.activeAt,
    };
  }

  private rowOf(message: Message, { peerDeliveredSeq = 0, peerReadSeq = 0 }: InboxEntry['summary']): TimelineMessage | null {
    const log = { ...emptyLog(message.seq), from: message.seq, messages: [message] };
    return (
      rowsOf({ myId: this.deps.myId, log, items: [], deliveredSeq: peerDeliveredSeq, readSeq: peerReadSeq }, new Map()).rows[0] ?? null
    );
  }
}
