import { computed, type Signal, signal } from '@preact/signals';
import type { Body } from '../../protocol/bodies';
import type { Contacts, ConversationSummary, Self, User } from '../../protocol/records';
import { DeviceTexts } from '../inbox/device-texts';
import type { AppModel } from '../model/app';
import type { ConnectionStatus, Notice, Refusal } from '../model/connection';
import type { Draft } from '../model/drafts';
import type { InboxItem } from '../model/inbox';
import type { Problem, Result } from '../model/result';
import type { SessionState } from '../model/session';
import type { Status, TimelineMessage } from '../model/timeline';
import { realClock } from '../platform/clock';
import { memoryStore } from '../store/memory';
import { fakeGroups, NO_RARE_ANSWERS, type RareAnswers } from './fake-groups';
import { type FakeRows, fakeTimeline } from './fake-timeline';

/** An app model on plain signals, for component tests to mount views on and inspect. */
export interface FakeModel extends RareAnswers, FakeRows {
  readonly model: AppModel;
  readonly session: Signal<SessionState>;
  readonly connection: Signal<ConnectionStatus>;
  readonly refusal: Signal<Refusal | null>;
  readonly items: Signal<readonly InboxItem[]>;
  readonly users: Map<string, User>;
  readonly contacts: Signal<Contacts>;
  /** Recorded calls that change something, as `name(argument, …)`. */
  readonly calls: string[];
  /** The result of the next session calls. */
  problem: Problem | null;
}

export const SELF: Self = { id: 'me', name: '林晚', email: 'lin@example.com', settings: {} };

export const user = (id: string, name: string): User => ({ id, name });

export function summary(id: string, fields: Partial<ConversationSummary> = {}): ConversationSummary {
  return {
    id,
    kind: 'direct',
    title: id,
    memberCount: 2,
    role: 'member',
    lastSeq: 1,
    lastN: 1,
    readSeq: 1,
    readN: 1,
    unread: 0,
    mentions: 0,
    pinned: false,
    archived: false,
    activeAt: 0,
    ...fields,
  };
}

export interface MessageOptions {
  readonly text?: string;
  readonly body?: Body;
  readonly at?: number;
  readonly status?: Status;
  readonly more?: Partial<TimelineMessage>;
}

export function message(
  seq: number,
  senderId: string,
  { text = `message ${seq}`, body, at = seq * 1000, status, more = {} }: MessageOptions = {},
): TimelineMessage {
  const mine = senderId === SELF.id;
  return {
    key: `k${seq}`,
    seq,
    clientMsgId: `k${seq}`,
    conversationId: 'c1',
    senderId,
    createdAt: at,
    body: body ?? { kind: 'text', text },
    mine,
    quiet: body?.kind === 'system',
    ...(mine ? { status: status ?? 'sent' } : {}),
    ...more,
  };
}

export function inboxItem(conversation: ConversationSummary, fields: Partial<InboxItem> = {}): InboxItem {
  return {
    id: conversation.id,
    summary: conversation,
    title: conversation.title,
    last: null,
    unread: 0,
    mentions: 0,
    markedUnread: false,
    muted: false,
    draft: null,
    typing: [],
    activeAt: conversation.activeAt,
    ...fields,
  };
}

const done = async (): Promise<Problem | null> => null;
const ok = async <T>(value: T): Promise<Result<T>> => ({ ok: true, value });

export function fakeModel(): FakeModel {
  const session = signal<SessionState>({ state: 'signedIn', self: SELF });
  const connection = signal<ConnectionStatus>({ state: 'online', since: 0 });
  const items = signal<readonly InboxItem[]>([]);
  const rows = signal<readonly TimelineMessage[]>([]);
  const hasOlder = signal(false);
  const hasNewer = signal(false);
  const contacts = signal<Contacts>({ contacts: [], requests: [], blocked: [] });
  const users = new Map<string, User>([[SELF.id, SELF]]);
  const drafts = signal<ReadonlyMap<string, Draft>>(new Map());
  const texts = new DeviceTexts({ clock: realClock, store: memoryStore() });
  const refusal = signal<Refusal | null>(null);
  const calls: string[] = [];
  const record = (name: string, ...values: unknown[]) => {
    calls.push(`${name}(${values.map((value) => JSON.stringify(value)).join(', ')})`);
  };
  const succeed =
    (name: string) =>
    (...values: unknown[]): Promise<Problem | null> => {
      record(name, ...values);
      return done();
    };
  const note =
    (name: string) =>
    (...values: unknown[]): void =>
      record(name, ...values);

  const answerProblem =
    (name: string) =>
    async (...values: unknown[]): Promise<Problem | null> => {
      record(name, ...values);
      return fake.problem;
    };
  const openConversation =
    (name: string) =>
    (...values: unknown[]): Promise<Result<string>> => {
      record(name, ...values);
      return ok('c1');
    };

  const fake: FakeModel = {
    refusal,
    session,
    connection,
    items,
    rows,
    users,
    contacts,
    hasOlder,
    hasNewer,
    calls,
    problem: null,
    firstUnreadAfter: null,
    jumpToEnd: done,
    ...NO_RARE_ANSWERS,
    model: {
      session: {
        state: session,
        signIn: answerProblem('signIn'),
        signUp: answerProblem('signUp'),
        signOut: succeed('signOut'),
        changePassword: answerProblem('changePassword'),
        updateProfile: succeed('updateProfile'),
        updateSettings: succeed('updateSettings'),
      },
      devices: {
        list: () =>
          ok([
            {
              id: 's1',
              current: true,
              createdAt: 0,
              lastSeenAt: 0,
              userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36',
            },
            {
              id: 's2',
              current: false,
              createdAt: 0,
              lastSeenAt: 0,
              userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1',
            },
          ]),
        end: succeed('endSession'),
      },
      connection,
      reconnect: note('reconnect'),
      notice: signal<Notice | null>(null),
      refusal,
      serverNow: () => Date.now(),
      inbox: {
        loaded: signal(true),
        items,
        unreadTotal: computed(() => items.value.reduce((sum, item) => sum + (item.muted ? 0 : item.unread), 0)),
        item: (id) => computed(() => items.value.find((item) => item.id === id)),
      },
      people: {
        nameOf: (id) => users.get(id)?.name ?? id,
        user: (id) => users.get(id),
        // Half a minute off the hour, so that the passing milliseconds change no text.
        presence: (id) => (id === 'zhang' ? { online: true } : { online: false, lastSeenAt: Date.now() - 3_630_000 }),
        watch: note('watch'),
        contacts,
        contactsLoaded: signal(true),
        loadContacts: () => ok(contacts.value),
        search: (text) => ok([...users.values()].filter(({ name }) => name.includes(text))),
        directory: () => ok([...users.values()]),
        load: (id) => ok(users.get(id) ?? user(id, id)),
        request: succeed('request'),
        accept: succeed('accept'),
        remove: succeed('removeContact'),
        setAlias: succeed('setAlias'),
        block: succeed('block'),
        unblock: succeed('unblock'),
      },
      conversations: {
        openDirect: openConversation('openDirect'),
        createGroup: openConversation('createGroup'),
        update: succeed('update'),
        leave: succeed('leave'),
        mute: succeed('mute'),
        pin: succeed('pin'),
        archive: succeed('archive'),
        markUnread: succeed('markUnread'),
        markAllRead: note('markAllRead'),
        addMembers: succeed('addMembers'),
        setRole: succeed('setRole'),
        removeMember: succeed('removeMember'),
      },
      groups: fakeGroups(() => fake, record),
      drafts: {
        get: (id) => drafts.value.get(id) ?? null,
        set: (id, draft) => {
          const next = new Map(drafts.peek());
          if (draft === null) next.delete(id);
          else next.set(id, draft);
          drafts.value = next;
        },
        rewriting: (id) => texts.rewriting(id),
        startRewriting: (id, seq) => texts.startRewriting(id, seq),
        rewrite: (id, seq, text) => texts.rewrite(id, seq, text),
        stopRewriting: (id) => texts.stopRewriting(id),
      },
      openTimeline: (conversationId) => fakeTimeline(conversationId, fake, record),
      dispose: note('dispose'),
    },
  };
  return fake;
}
