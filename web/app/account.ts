import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { DownOf } from '../../protocol/down';
import type { ErrorCode } from '../../protocol/errors';
import type { ConversationSummary, Self } from '../../protocol/records';
import type { ChangeRequest, Up } from '../../protocol/up';
import type { Api } from '../api/api';
import type { LinkUser, Tab } from '../connection/tabs/connect';
import type { SharedOutboxEvent } from '../connection/tabs/messages';
import { DeviceTexts } from '../inbox/device-texts';
import { Drafts } from '../inbox/drafts';
import { applyInbox, type Inbox, type InboxEvent, unsentReads } from '../inbox/inbox';
import { InboxItems } from '../inbox/inbox-model';
import { InboxSaver, restoreInbox } from '../inbox/inbox-saver';
import { Reads } from '../inbox/reads';
import { Typists } from '../inbox/typists';
import type { ConnectionStatus, Refusal } from '../model/connection';
import type { PeopleModel } from '../model/people';
import type { Timeline } from '../model/timeline';
import type { Item, Payload } from '../outbox/outbox';
import { OutboxRunner, type OutboxStore } from '../outbox/runner';
import { People } from '../people/people';
import type { Clock } from '../platform/clock';
import type { ServerClock } from '../platform/server-clock';
import type { Store } from '../store/store';
import { ConversationLogs } from '../timeline/conversation-logs';
import { changeEntry, type Entry, messageEntry } from '../timeline/log';
import { Pages } from '../timeline/pages';
import { openTimeline } from '../timeline/timeline';
import { type FrameHandlers, handleFrame } from './frames';
import { InboxSync } from './inbox-sync';

export interface AccountDeps {
  readonly clock: Clock;
  readonly serverClock: ServerClock;
  readonly api: Api;
  readonly store: Store;
  readonly outboxStore: OutboxStore;
  readonly self: Self;
  /** Opens the link to the hub. It delivers frames in order. */
  readonly connect: (user: LinkUser) => Tab;
  readonly onSelf: (self: Self) => void;
  /** The server finally refused a change. */
  readonly onRefused: (refusal: Refusal) => void;
}

/** The signed-in user's account in this tab: routes incoming frames to the stores and sends commands. */
export class Account {
  readonly inbox: Signal<Inbox>;
  readonly items: InboxItems;
  readonly people: People;
  readonly peopleModel: PeopleModel;
  readonly texts: DeviceTexts;
  readonly drafts: Drafts;
  readonly outbox: OutboxRunner;
  readonly tab: Tab;
  private readonly typists: Typists;
  private readonly reads: Reads;
  private readonly pages: Pages;
  private readonly logs: ConversationLogs;
  private readonly saver: InboxSaver;
  private readonly stops: (() => void)[] = [];
  private readonly sync: InboxSync;

  /** Restores the stored state, then connects. */
  static async open(deps: AccountDeps): Promise<Account> {
    const { store } = deps;
    const all = [store.loadInbox(), store.loadPeople(), store.loadContacts(), store.loadDrafts(), store.loadDeviceTexts()] as const;
    const [kept, people, contacts, drafts, texts] = await Promise.all(all);
    const inbox = restoreInbox(deps.self.id, kept);
    const account = new Account(deps, inbox);
    account.people.restoreContacts(contacts);
    if (contacts === undefined) void account.sync.askContacts();
    account.people.replaceUsers([...people, deps.self]);
    for (const { summary } of inbox.entries.values()) account.people.addFromSummary(summary);
    for (const text of texts) account.texts.restore(text);
    for (const draft of drafts) account.drafts.apply(draft);
    account.sync.loaded.value = kept !== undefined;
    await account.outbox.load();
    return account;
  }

  private constructor(
    private readonly deps: AccountDeps,
    inbox: Inbox,
  ) {
    const { clock, serverClock, api, store, self } = deps;
    const serverNow = () => serverClock.now();
    const send = (frame: Up) => this.tab.link.send(frame);
    this.inbox = signal(inbox);
    this.people = new People({ clock, api, send, store });
    this.texts = new DeviceTexts({ clock, store });
    this.drafts = new Drafts({ clock, serverNow, send, store, texts: this.texts });
    this.typists = new Typists(clock, (conversationId) => send({ type: 'typing', conversationId }));
    this.reads = new Reads(clock, send, () => unsentReads(this.inbox.peek()));
    this.pages = new Pages({ clock, api, send });
    this.logs = new ConversationLogs({ clock, store, pages: this.pages, summaryOf: (id) => this.summaryOf(id) });
    this.outbox = new OutboxRunner({
      clock,
      store: deps.outboxStore,
      send,
      serverNow,
      onStored: (item, ack) => this.stored(item, ack),
      onRefused: (conversationId, change, problem) => this.changeRefused(conversationId, change, problem),
      onWritten: (item) => this.tab.share({ type: 'added', item }),
    });
    this.peopleModel = this.people.model();
    this.items = new InboxItems({
      clock,
      serverNow,
      onTime: (now) => this.apply({ type: 'time', now }),
      myId: self.id,
      inbox: this.inbox,
      outbox: this.outbox.items,
      draftOf: (id) => this.drafts.preview(id) || null,
      typingIn: (id) => this.typists.of(id).value,
      nameOf: this.peopleModel.nameOf,
    });
    this.saver = new InboxSaver(clock, this.inbox, store);
    this.sync = new InboxSync({
      clock,
      serverClock,
      api,
      inbox: this.inbox,
      people: this.people,
      drafts: this.drafts,
      reads: this.reads,
      logs: this.logs,
    });
    const handlers: FrameHandlers = {
      welcomed: (welcome) => this.sync.welcomed(welcome),
      entry: (conversationId, entry) => this.entry(conversationId, entry),
      updateConversation: (conversation) => this.updateConversation(conversation),
      refresh: (conversationId) => this.sync.refresh(conversationId),
      // The ack belongs to another tab or to a stored message: reload if it is news.
      acked: (ack) => {
        if (!this.outbox.onAck(ack) && (this.summaryOf(ack.conversationId)?.lastSeq ?? 0) < ack.seq) this.sync.refresh(ack.conversationId);
      },
      receipt: (receipt) => this.apply({ type: 'receipt', receipt }),
      refused: (error) => this.refused(error),
      profile: (user) => {
        this.people.replaceUsers([user]);
        if ('email' in user) deps.onSelf(user);
      },
      typists: this.typists,
      people: this.people,
      drafts: this.drafts,
      pages: this.pages,
    };
    this.tab = deps.connect({
      cursor: () => this.inbox.peek().cursor,
      onFrame: (frame) => batch(() => handleFrame(handlers, frame)),
      onOutbox: (event) => this.outbox.dispatch(event),
      onOutboxStale: () => void this.outbox.load(),
      snapshot: () => this.sync.snapshot(),
      refresh: () => this.sync.refreshAll(),
    });
    const { isLeader, link } = this.tab;
    const sending = computed(() => isLeader.value && link.status.value.state === 'online');
    this.stops.push(link.status.subscribe(({ state }) => this.sync.linkChanged(state === 'online')));
    this.stops.push(sending.subscribe((on) => this.outbox.dispatch({ type: on ? 'online' : 'offline' })));
  }

  /** False until the first sync or the stored inbox is loaded. */
  get loaded(): ReadonlySignal<boolean> {
    return this.sync.loaded;
  }

  get status(): ReadonlySignal<ConnectionStatus> {
    return this.tab.link.status;
  }

  private summaryOf(id: string): ConversationSummary | undefined {
    return this.inbox.peek().entries.get(id)?.summary;
  }

  apply(event: InboxEvent): void {
    this.inbox.value = applyInbox(this.inbox.peek(), event);
  }

  /** Applies a summary from HTTP or the hub. */
  updateConversation(conversation: ConversationSummary): void {
    batch(() => {
      this.apply({ type: 'conversation', conversation });
      this.people.addFromSummary(conversation);
      this.logs.extendTo(conversation.id, conversation.lastSeq);
    });
  }

  write(conversationId: string, payload: Payload): Item {
    this.typists.reset(conversationId);
    return this.outbox.write(conversationId, payload);
  }

  /** The user read the message at `seq`; `n` is its ordinal. */
  markRead(conversationId: string, seq: number, n: number): void {
    const entry = this.inbox.peek().entries.get(conversationId);
    if (!entry) return;
    // Only changes can follow the last message, so reading it marks everything as read.
    const upTo = n >= entry.summary.lastN ? Math.max(seq, entry.summary.lastSeq) : seq;
    if (upTo <= entry.summary.readSeq) return;
    this.apply({ type: 'markRead', conversationId, seq: upTo, n });
    this.reads.send(conversationId, upTo);
  }

  openTimeline(conversationId: string): Timeline {
    const { self } = this.deps;
    return openTimeline({
      clock: this.deps.clock,
      myId: self.id,
      log: this.logs.of(conversationId),
      pages: this.pages,
      summary: computed(() => this.inbox.value.entries.get(conversationId)?.summary),
      items: computed(() => this.outbox.items.value.filter((item) => item.conversationId === conversationId)),
      isAnswered: computed(() => ['online', 'blocked'].includes(this.tab.link.status.value.state)),
      write: (payload) => this.write(conversationId, payload),
      retry: (clientMsgId) => this.dispatchInAllTabs({ type: 'retry', clientMsgId }),
      discard: (clientMsgId) => this.dispatchInAllTabs({ type: 'discard', clientMsgId }),
      markRead: (seq, n) => this.markRead(conversationId, seq, n),
      typing: () => this.typists.notifyTyping(conversationId),
    });
  }

  /** Saves everything unsaved. */
  savePending(): void {
    this.drafts.savePending();
    this.texts.savePending();
    this.people.savePending();
    this.reads.sendPending();
    this.logs.savePending();
    this.saver.save();
  }

  /** `keep`: saves everything unsaved first; otherwise nothing more is saved. */
  dispose(keep: boolean): void {
    if (keep) this.savePending();
    for (const stop of this.stops) stop();
    this.reads.dispose();
    this.drafts.dispose();
    this.texts.dispose();
    this.people.dispose();
    this.items.dispose();
    this.sync.dispose();
    this.saver.dispose(keep);
    this.outbox.dispose();
    this.logs.dispose();
    this.tab.link.dispose();
  }

  /** Applies the user's decision on an outbox item in every tab. */
  dispatchInAllTabs(event: SharedOutboxEvent): void {
    this.outbox.dispatch(event);
    this.tab.share(event);
  }

  /** Applies a live log entry to the inbox and the log. */
  private entry(conversationId: string, entry: Entry): void {
    const known = this.inbox.peek().entries.has(conversationId);
    this.apply(entry.kind === 'message' ? { type: 'message', message: entry.message } : { type: 'change', change: entry.change });
    this.logs.apply(conversationId, entry);
    if (!known) this.sync.refresh(conversationId);
  }

  /** Applies an own item that the hub has stored. */
  private stored({ payload, clientMsgId, conversationId }: Item, { seq, n, createdAt }: DownOf<'sendAck'>): void {
    const base = { conversationId, seq, n, senderId: this.deps.self.id, clientMsgId, createdAt };
    const entry: Entry =
      payload.kind === 'send'
        ? messageEntry({ ...base, body: payload.body, ...(payload.replyTo !== undefined && { replyTo: payload.replyTo }) })
        : changeEntry({ ...base, ...payload.change });
    this.entry(conversationId, entry);
  }

  /** The view reverts a refused change. The text of an edit stays on this device for rewriting. */
  private changeRefused(conversationId: string, change: ChangeRequest, problem: ErrorCode): void {
    if (change.kind === 'edit') this.texts.rewrite(conversationId, change.targetSeq, change.body.text);
    this.deps.onRefused({ change: change.kind, problem });
  }

  private refused(error: DownOf<'error'>): void {
    this.pages.refused(error);
    this.drafts.refused(error);
    const { clientMsgId, code, retryable, retryAfterMs } = error;
    if (clientMsgId !== undefined) this.outbox.dispatch({ type: 'refused', clientMsgId, code, retryable, retryAfterMs });
  }
}
