import { batch, type Signal, signal } from '@preact/signals';
import type { DownOf, Inbox as InboxAnswer } from '../../protocol/down';
import type { Api } from '../api/api';
import type { HttpAnswer } from '../connection/refresh';
import type { Drafts } from '../inbox/drafts';
import { applyInbox, type Inbox, unsentReads } from '../inbox/inbox';
import type { Reads } from '../inbox/reads';
import type { People } from '../people/people';
import type { Clock } from '../platform/clock';
import { RetryQueue } from '../platform/retry-queue';
import type { ServerClock } from '../platform/server-clock';
import type { ConversationLogs } from '../timeline/conversation-logs';

/** After a disconnect this long, data that no summary carries is reloaded, milliseconds. */
const ABSENCE_MS = 20_000;
/** The first list of a new device waits for the contacts at most this long, milliseconds. */
const NAMES_MS = 2000;
/** Refreshes requested within this time share one sync, milliseconds. */
const BATCH_MS = 20;

export interface InboxSyncDeps {
  readonly clock: Clock;
  readonly serverClock: ServerClock;
  readonly api: Pick<Api, 'sync' | 'drafts'>;
  readonly inbox: Signal<Inbox>;
  readonly people: People;
  readonly drafts: Drafts;
  readonly reads: Reads;
  readonly logs: ConversationLogs;
}

/** Keeps the inbox in sync with the server: applies each `welcome`, and reloads conversations whose pushes were skipped. */
export class InboxSync {
  readonly loaded = signal(false);
  /** Conversations whose pushes were skipped. One request reloads all of them. */
  private readonly skipped: RetryQueue<string>;
  /** When the link was last known to be online, epoch ms. */
  private onlineAt = 0;
  private isOnline = false;
  private welcome: DownOf<'welcome'> | undefined;
  private contactsAsked: Promise<unknown> | undefined;

  constructor(private readonly deps: InboxSyncDeps) {
    // Without a cursor there is no inbox yet; the `welcome` brings it.
    const fetch = async (ids: readonly string[]) => (deps.inbox.peek().cursor === undefined || (await this.sync()) ? [] : ids);
    this.skipped = new RetryQueue({ clock: deps.clock, batchMs: BATCH_MS, max: Number.POSITIVE_INFINITY, fetch });
  }

  linkChanged(isOnline: boolean): void {
    if (this.isOnline) this.onlineAt = this.deps.clock.now();
    // The next `welcome` includes all changes since the cursor.
    if (!isOnline) this.skipped.clear();
    this.isOnline = isOnline;
  }

  /** Reloads a conversation that is unknown or whose pushes were skipped; retries until it succeeds. */
  refresh(conversationId: string): void {
    this.skipped.add(conversationId);
  }

  welcomed(welcome: DownOf<'welcome'>): void {
    const { people, reads, inbox } = this.deps;
    this.welcome = welcome;
    this.take(welcome);
    const nameless = this.showList();
    void this.refreshSides(welcome.contacts === undefined && !nameless);
    for (const { conversationId, seq } of unsentReads(inbox.peek())) reads.send(conversationId, seq);
    people.resendWatch();
    people.retryNow();
  }

  /** Loads the inbox over HTTP while the socket is blocked. Never rejects. */
  async refreshAll(): Promise<HttpAnswer> {
    const before = this.deps.inbox.peek().entries;
    if (!(await this.sync())) return 'failed';
    this.showList();
    this.deps.people.retryNow();
    const after = [...this.deps.inbox.peek().entries.values()];
    return after.some(({ summary }) => summary.lastSeq > (before.get(summary.id)?.summary.lastSeq ?? 0)) ? 'news' : 'same';
  }

  /** Shows the first list, once people's names are known; says whether they were not. */
  private showList(): boolean {
    const nameless = !this.loaded.peek() && !this.deps.people.contactsLoaded.peek();
    if (nameless) void this.showWithNames();
    else this.loaded.value = true;
    return nameless;
  }

  /** Loads the contacts beside the connection when none are stored, so that the first list shows aliases. */
  askContacts(): Promise<unknown> {
    this.contactsAsked ??= this.deps.people.loadContacts().then(({ ok }) => {
      // The next connection retries.
      if (!ok) this.contactsAsked = undefined;
    });
    return this.contactsAsked;
  }

  private async showWithNames(): Promise<void> {
    const patience = new Promise<void>((resolve) => this.deps.clock.after(NAMES_MS, resolve));
    await Promise.race([this.askContacts(), patience]);
    this.loaded.value = true;
  }

  /** The inbox as a `welcome`, for the browser's other tabs. */
  snapshot(): DownOf<'welcome'> | undefined {
    const { welcome } = this;
    const { epoch, cursor, entries } = this.deps.inbox.peek();
    if (!welcome || epoch === undefined || cursor === undefined) return undefined;
    const now = Math.round(this.deps.serverClock.now());
    const contacts = this.deps.people.contacts.peek();
    const conversations = [...entries.values()].map(({ summary }) => summary);
    return { ...welcome, now, epoch, cursor, full: true, contacts, conversations };
  }

  dispose(): void {
    this.skipped.clear();
  }

  /** False: the request failed. */
  private async sync(): Promise<boolean> {
    const { inbox } = this.deps;
    const { cursor, entries: before } = inbox.peek();
    const answer = await this.deps.api.sync(cursor);
    if (!answer.ok) return false;
    // The response does not include conversations that arrived while it was in transit.
    const since = [...inbox.peek().entries.values()].filter(({ summary }) => !before.has(summary.id));
    const listed = new Set(answer.value.conversations.map(({ id }) => id));
    const missing = answer.value.full ? since.map(({ summary }) => summary).filter(({ id }) => !listed.has(id)) : [];
    this.take({ ...answer.value, conversations: [...answer.value.conversations, ...missing] });
    return true;
  }

  private take(answer: InboxAnswer): void {
    const { inbox, people, logs, serverClock } = this.deps;
    const before = inbox.peek().epoch;
    serverClock.set(answer.now);
    batch(() => {
      inbox.value = applyInbox(inbox.peek(), { type: 'inbox', inbox: answer });
      if (before !== undefined && before !== answer.epoch) logs.reset();
      for (const conversation of answer.conversations) {
        people.addFromSummary(conversation);
        logs.extendTo(conversation.id, conversation.lastSeq);
      }
      if (answer.contacts) people.updateContacts(answer.contacts);
    });
  }

  /** Reloads what a `welcome` does not carry, at the start and after an absence, not after every short disconnect (SYNC-3). */
  private async refreshSides(contacts: boolean): Promise<void> {
    const { clock, people, api, drafts } = this.deps;
    const now = clock.now();
    const away = now - this.onlineAt;
    this.onlineAt = now;
    if (away >= ABSENCE_MS) {
      if (contacts) void people.loadContacts();
      const answer = await api.drafts();
      if (answer.ok) for (const draft of answer.value.drafts) drafts.receive(draft);
    }
    // After other devices' drafts are known, so that an older draft of this device is kept beside them.
    drafts.resend();
  }
}
