import type { ReadonlySignal } from '@preact/signals';
import type { Body } from '../../protocol/bodies';
import type { ErrorCode } from '../../protocol/errors';
import type { Contacts, ConversationSummary, Reaction, Self, Session, Settings, User } from '../../protocol/records';
import type { Role } from '../../protocol/roles';
import type { ChangeRequest } from '../../protocol/up';
import type { RareActionsModel } from './rare-actions';
import type { Problem, Result } from './result';

/**
 * What the views see of the app: signals to read, functions to call. The core (`createApp`) implements it over sockets and storage;
 * component tests implement it over plain signals.
 */
export interface AppModel {
  readonly session: SessionModel;
  readonly devices: DevicesModel;
  readonly connection: ReadonlySignal<ConnectionStatus>;
  /** Tries to connect now, where the next attempt has to wait. */
  reconnect(): void;
  /** Shown once in a quiet line; null: nothing to say. */
  readonly notice: ReadonlySignal<Notice | null>;
  /** The last change that the server refused; a new object each time. The view has gone back already. */
  readonly refusal: ReadonlySignal<Refusal | null>;
  /** The server's time, epoch ms: what mutes, recalls and invites are compared with, and made from. */
  serverNow(): number;
  readonly inbox: InboxModel;
  readonly people: PeopleModel;
  readonly conversations: ConversationsModel;
  readonly groups: RareActionsModel;
  readonly drafts: DraftsModel;
  /** The log of one conversation, kept alive until `close`. Every call gives a window of its own. */
  openTimeline(conversationId: string): Timeline;
  /** Ends timers, sockets and channels: for tests and for leaving the page. */
  dispose(): void;
}

// ---- session, devices, settings

export type SessionState =
  | { readonly state: 'unknown' }
  /** `ended`: the session was ended elsewhere, or has expired; the person did not sign out here. */
  | { readonly state: 'signedOut'; readonly ended: boolean }
  | { readonly state: 'signedIn'; readonly self: Self };

export interface SessionModel {
  readonly state: ReadonlySignal<SessionState>;
  /** Null: done. */
  signIn(email: string, password: string): Promise<Problem | null>;
  signUp(email: string, password: string, name: string): Promise<Problem | null>;
  /** Ends the session and wipes what this browser keeps of it. */
  signOut(): Promise<Problem | null>;
  changePassword(current: string, next: string): Promise<Problem | null>;
  updateProfile(profile: { readonly name?: string; readonly about?: string; readonly hue?: number | null }): Promise<Problem | null>;
  updateSettings(settings: Settings): Promise<Problem | null>;
}

export interface DevicesModel {
  list(): Promise<Result<readonly Session[]>>;
  end(sessionId: string): Promise<Problem | null>;
}

// ---- connection

export type ClosedReason = 'replaced' | 'signedOut' | 'upgradeRequired' | 'protocol';

/** `since`: epoch ms of entering the state. A banner appears when a state other than `online` lasts for more than a second. */
export type ConnectionStatus =
  | { readonly state: 'offline'; readonly since: number; readonly retryAt?: number }
  | { readonly state: 'connecting'; readonly since: number }
  | { readonly state: 'syncing'; readonly since: number }
  | { readonly state: 'online'; readonly since: number }
  /** Nothing is tried any more; `upgradeRequired`: the page is too old and should be loaded again. */
  | { readonly state: 'closed'; readonly since: number; readonly reason: ClosedReason };

/** `memoryOnly`: this browser gives no storage, so what was not sent is lost with the tab. */
export type Notice = 'memoryOnly';

/** A change that the server refused for good. */
export interface Refusal {
  readonly change: ChangeRequest['kind'];
  readonly problem: ErrorCode;
}

// ---- inbox

/** One line of the inbox. */
export interface InboxItem {
  readonly id: string;
  readonly summary: ConversationSummary;
  /** Title to show: the group's, or the other person's name. */
  readonly title: string;
  /** The newest message, one's own unsent ones included. */
  readonly last: TimelineMessage | null;
  readonly unread: number;
  readonly mentions: number;
  readonly markedUnread: boolean;
  readonly muted: boolean;
  readonly draft: string | null;
  /** Ids of the people who are typing. */
  readonly typing: readonly string[];
  /** What the list is ordered by, after pins. */
  readonly activeAt: number;
}

export interface InboxModel {
  /** False until the first sync or the local copy has answered. */
  readonly loaded: ReadonlySignal<boolean>;
  /** Everything, archived ones included; pinned first, then by activity. Filters are the view's. */
  readonly items: ReadonlySignal<readonly InboxItem[]>;
  readonly unreadTotal: ReadonlySignal<number>;
  /** One conversation, without listening to the others. Undefined: not in the inbox. */
  item(conversationId: string): ReadonlySignal<InboxItem | undefined>;
}

// ---- people

export interface PresenceState {
  readonly online: boolean;
  readonly lastSeenAt?: number;
}

export interface PeopleModel {
  /** Reads signals: components that call it draw again when the person is known better. Never empty; an id at worst. */
  nameOf(userId: string): string;
  user(userId: string): User | undefined;
  presence(userId: string): PresenceState | undefined;
  /** Names the people on screen, replacing the earlier list. At most 50 count. */
  watch(userIds: readonly string[]): void;
  readonly contacts: ReadonlySignal<Contacts>;
  /** False until the contacts are known: who is none may still be one. */
  readonly contactsLoaded: ReadonlySignal<boolean>;
  /** Asks for them, where they did not come by themselves. */
  loadContacts(): Promise<Result<unknown>>;
  search(text: string): Promise<Result<readonly User[]>>;
  /** Everyone, where the operator allows it; else an empty list. */
  directory(): Promise<Result<readonly User[]>>;
  /** Asks for the person when they are not at hand. */
  load(userId: string): Promise<Result<User>>;
  request(userId: string, note?: string): Promise<Problem | null>;
  accept(userId: string): Promise<Problem | null>;
  /** Removes a contact, or declines or withdraws a request. */
  remove(userId: string): Promise<Problem | null>;
  setAlias(userId: string, alias: string | null): Promise<Problem | null>;
  block(userId: string): Promise<Problem | null>;
  unblock(userId: string): Promise<Problem | null>;
}

// ---- conversations

export interface GroupFields {
  readonly title?: string;
  readonly announcement?: string;
  readonly mutedAll?: boolean;
  readonly history?: 'joined' | 'all';
  readonly approval?: boolean;
  /** Null: derived from the id again. */
  readonly hue?: number | null;
}

export interface ConversationsModel {
  /** The one direct conversation of the pair; gives its id. */
  openDirect(userId: string): Promise<Result<string>>;
  createGroup(title: string, memberIds: readonly string[]): Promise<Result<string>>;
  update(conversationId: string, fields: GroupFields): Promise<Problem | null>;
  leave(conversationId: string): Promise<Problem | null>;
  /** Null lifts the mute; `Number.MAX_SAFE_INTEGER` is for ever. Epoch ms. */
  mute(conversationId: string, until: number | null): Promise<Problem | null>;
  pin(conversationId: string, on: boolean): Promise<Problem | null>;
  archive(conversationId: string, on: boolean): Promise<Problem | null>;
  markUnread(conversationId: string, on: boolean): Promise<Problem | null>;
  /** Raises the mark to the newest entry. */
  markAllRead(conversationId: string): void;
  addMembers(conversationId: string, userIds: readonly string[]): Promise<Problem | null>;
  setRole(conversationId: string, userId: string, role: Role): Promise<Problem | null>;
  removeMember(conversationId: string, userId: string): Promise<Problem | null>;
}

// ---- timeline

export type Status = 'queued' | 'sent' | 'delivered' | 'read' | 'failed';

/** A message as a conversation shows it: edits, recalls, reactions and pins folded in, in the log or still in the outbox. */
export interface TimelineMessage {
  /** The same from the optimistic bubble to its confirmation, and unique in the conversation. */
  readonly key: string;
  /** Its place in the log; absent while it waits to be sent. */
  readonly seq?: number | undefined;
  readonly clientMsgId: string;
  readonly conversationId: string;
  readonly senderId: string;
  readonly createdAt: number;
  readonly body: Body;
  readonly mine: boolean;
  /** Shown as a quiet line: a system message or one that was recalled. */
  readonly quiet: boolean;
  readonly replyTo?: number | undefined;
  readonly editedAt?: number | undefined;
  readonly recalledAt?: number | undefined;
  readonly pinnedAt?: number | undefined;
  readonly reactions?: readonly Reaction[] | undefined;
  /** Of one's own messages. */
  readonly status?: Status | undefined;
  /** Why it failed. */
  readonly error?: ErrorCode | undefined;
  /** Changes of it wait in the outbox; what they do is shown already. */
  readonly pending?: boolean | undefined;
}

export interface Outgoing {
  readonly text: string;
  /** Ids of the members named in the text, `*` for everyone. */
  readonly mentions?: readonly string[];
  /** How each of them is named there. */
  readonly mentionNames?: readonly string[];
  readonly replyTo?: number;
}

export interface Timeline {
  readonly conversationId: string;
  /** Ascending: by seq, then one's own unsent ones in the order written. At most 1,000, contiguous, no hole inside. */
  readonly rows: ReadonlySignal<readonly TimelineMessage[]>;
  /** `loading`: nothing is there to show yet. `failed`: nothing is there and asking did not work; `loadNewer` tries again. */
  readonly state: ReadonlySignal<'loading' | 'ready' | 'failed'>;
  /** There is more of the log than the window shows. */
  readonly hasOlder: ReadonlySignal<boolean>;
  readonly hasNewer: ReadonlySignal<boolean>;
  /** The mark at opening: the new-messages line stands behind it. Null: nothing was unread. */
  readonly unreadAfterSeq: number | null;
  /** The first unread message of another person, once it is loaded; captured at opening, null when there is none. */
  readonly firstUnreadSeq: ReadonlySignal<number | null>;
  loadOlder(): Promise<Problem | null>;
  loadNewer(): Promise<Problem | null>;
  /** Moves the window so that it holds `seq`. `not_found`: there is no such message, or it is not one's to see. */
  jumpTo(seq: number): Promise<Problem | null>;
  /** Moves the window to the end of the log. */
  jumpToEnd(): Promise<Problem | null>;
  /** What `replyTo` points at; asked for when it is not at hand (undefined meanwhile), null when it cannot be had. Reads signals. */
  quoted(seq: number): TimelineMessage | null | undefined;
  /** The message was visible in a focused window. */
  markRead(seq: number): void;
  send(message: Outgoing): void;
  edit(seq: number, message: Outgoing): void;
  recall(seq: number): void;
  react(seq: number, emoji: string, on: boolean): void;
  pin(seq: number, on: boolean): void;
  /** The text of one's own recalled message, for writing it again; null when this browser does not know it. */
  recalledText(seq: number): string | null;
  /** Of a failed message. */
  retry(clientMsgId: string): void;
  discard(clientMsgId: string): void;
  /** To be called at every keystroke; throttled here. */
  typing(): void;
  close(): void;
}

// ---- drafts

export interface Draft {
  readonly text: string;
  readonly replyTo?: number | undefined;
  /** Other devices do not have this text: it is too long to share, or another device's draft was newer. */
  readonly onlyHere?: boolean;
}

export interface DraftsModel {
  /** Kept across reloads. Reads signals. */
  get(conversationId: string): Draft | null;
  /** Null and the empty text without a reply delete it. */
  set(conversationId: string, draft: Draft | null): void;
  /** The message that is being rewritten, kept across reloads; `text` is undefined while it is the message's own. Reads signals. */
  rewriting(conversationId: string): { readonly seq: number; readonly text: string | undefined } | null;
  /** Begins with the text that was kept of an earlier rewriting, if there is one. */
  startRewriting(conversationId: string, seq: number): void;
  /** Keeps the new text of a message; undefined drops it. */
  rewrite(conversationId: string, seq: number, text: string | undefined): void;
  /** The texts stay until `rewrite` drops them. */
  stopRewriting(conversationId: string): void;
}
