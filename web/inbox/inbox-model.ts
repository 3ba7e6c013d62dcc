import { computed, type ReadonlySignal } from '@preact/signals';
import type { Message } from '../../protocol/records';
import type { InboxItem, TimelineMessage } from '../model/model';
import type { Item } from '../outbox/outbox';
import { plainName } from '../people/plain-name';
import type { Clock } from '../platform/clock';
import { emptyLog } from '../timeline/log';
import { rowsOf, waitingRow } from '../timeline/rows';
import { byActivity, type Inbox, type InboxEntry, isMuted, unreadTotal } from './inbox';

export interface InboxItemsDeps {
  readonly clock: Clock;
  readonly myId: string;
  readonly inbox: ReadonlySignal<Inbox>;
  readonly outbox: ReadonlySignal<readonly Item[]>;
  readonly draftOf: (conversationId: string) => string | null;
  readonly typingIn: (conversationId: string) => readonly string[];
  readonly nameOf: (userId: string) => string;
}

/** The inbox as the views list it. One signal a conversation, so that a line is drawn again only when it shows something else. */
export class InboxItems {
  private readonly lines = new Map<string, ReadonlySignal<InboxItem | undefined>>();
  readonly items: ReadonlySignal<readonly InboxItem[]>;
  readonly unreadTotal: ReadonlySignal<number>;

  constructor(private readonly deps: InboxItemsDeps) {
    this.items = computed(() => this.listed());
    this.unreadTotal = computed(() => unreadTotal(deps.inbox.value, deps.clock.now()));
  }

  private listed(): readonly InboxItem[] {
    const items = [...this.deps.inbox.value.entries.keys()].flatMap((id) => this.item(id).value ?? []);
    return items.filter(({ summary }) => summary.hidden !== true).sort(byActivity);
  }

  item(id: string): ReadonlySignal<InboxItem | undefined> {
    let line = this.lines.get(id);
    if (!line) {
      line = this.line(id);
      this.lines.set(id, line);
    }
    return line;
  }

  private line(id: string): ReadonlySignal<InboxItem | undefined> {
    const { deps } = this;
    // Each part on its own: what did not change stops here.
    const entry = computed(() => deps.inbox.value.entries.get(id));
    const waiting = computed(() => deps.outbox.value.findLast((item) => item.conversationId === id && item.payload.kind === 'send'));
    const draft = computed(() => deps.draftOf(id));
    return computed(() => (entry.value ? this.itemOf(entry.value, waiting.value, draft.value) : undefined));
  }

  private itemOf({ summary }: InboxEntry, waiting: Item | undefined, draft: string | null): InboxItem {
    const { deps } = this;
    const last = waiting ? waitingRow(waiting, deps.myId) : summary.lastMessage ? this.shown(summary.lastMessage, summary) : null;
    return {
      id: summary.id,
      summary,
      title: summary.peerId === undefined ? plainName(summary.title) : deps.nameOf(summary.peerId),
      last,
      unread: summary.unread,
      mentions: summary.mentions,
      markedUnread: summary.markedUnread ?? false,
      muted: isMuted(summary, deps.clock.now()),
      draft,
      typing: deps.typingIn(summary.id),
      activeAt: waiting ? Math.max(waiting.createdAt, summary.activeAt) : summary.activeAt,
    };
  }

  private shown(message: Message, { peerDeliveredSeq = 0, peerReadSeq = 0 }: InboxEntry['summary']): TimelineMessage | null {
    const log = { ...emptyLog(message.seq), from: message.seq, messages: [message] };
    return (
      rowsOf({ myId: this.deps.myId, log, items: [], deliveredSeq: peerDeliveredSeq, readSeq: peerReadSeq }, new Map()).rows[0] ?? null
    );
  }
}
