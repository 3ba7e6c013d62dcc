import * as v from 'valibot';
import { ERRORS, type ErrorCode } from './errors';
import { always, orElse } from './reading';
import { Change, Contacts, ConversationSummary, Draft, Message, Self, User } from './records';
import { id, position, seq, time } from './text';

const tid = seq;

/** The inbox, as `welcome` and `GET /api/sync` both carry it. */
export const inboxEntries = {
  now: time,
  /** Changes when the database is restored or rebuilt (SYNC-4). */
  epoch: v.string(),
  cursor: v.string(),
  /** Whether `conversations` is the whole inbox; otherwise only what changed since the cursor. */
  full: v.boolean(),
  conversations: v.array(ConversationSummary),
  contacts: v.optional(Contacts),
  unreadTotal: position,
};

export const Welcome = v.object({
  type: v.literal('welcome'),
  connectionId: v.string(),
  userId: id,
  heartbeatMs: position,
  idleTimeoutMs: position,
  ...inboxEntries,
});

export const MessagePush = v.object({ type: v.literal('message'), tid, message: Message, redelivery: v.optional(v.boolean()) });
export const ChangePush = v.object({ type: v.literal('change'), tid, change: Change, redelivery: v.optional(v.boolean()) });
export const ConversationPush = v.object({
  type: v.literal('conversation'),
  tid,
  conversation: ConversationSummary,
  redelivery: v.optional(v.boolean()),
});
export const Behind = v.object({ type: v.literal('behind'), tid, conversationIds: v.array(id), redelivery: v.optional(v.boolean()) });

export const SendAck = v.object({
  type: v.literal('sendAck'),
  clientMsgId: v.string(),
  conversationId: id,
  seq,
  n: position,
  createdAt: time,
});

export const Receipt = v.object({
  type: v.literal('receipt'),
  conversationId: id,
  userId: id,
  kind: v.picklist(['delivered', 'read']),
  seq,
  /** The reader's `readN` at that seq. Only the reader's own devices get it, so that they all count alike (READ-4). */
  readN: v.optional(position),
});

export const TypingPush = v.object({ type: v.literal('typing'), conversationId: id, userId: id });
export const Presence = v.object({ type: v.literal('presence'), userId: id, online: v.boolean(), lastSeenAt: v.optional(time) });
/** A draft that the user wrote on another device. */
export const DraftPush = v.object({ type: v.literal('draft'), ...Draft.entries });
/** All contacts, requests and blocks, in the form of `GET /api/contacts`; sent when any of them changes. */
export const ContactsPush = v.object({ type: v.literal('contacts'), ...Contacts.entries });
/** A changed profile. The user's own devices get it with their settings, so that all devices agree. */
export const ProfilePush = v.object({ type: v.literal('profile'), user: v.union([Self, User]) });

export const Pulled = v.object({
  type: v.literal('pulled'),
  requestId: v.string(),
  conversationId: id,
  messages: v.array(Message),
  changes: v.array(Change),
  hasMore: v.boolean(),
});

export const ErrorFrame = v.object({
  type: v.literal('error'),
  /** An unknown code is read as `internal`; `retryable` still holds the server's verdict. */
  code: orElse(v.picklist(Object.keys(ERRORS) as ErrorCode[]), always('internal')),
  message: v.string(),
  retryable: v.boolean(),
  retryAfterMs: v.optional(position),
  clientMsgId: v.optional(v.string()),
  requestId: v.optional(v.string()),
});

/** All frames from hub to browser. */
export const Down = v.variant('type', [
  Welcome,
  MessagePush,
  ChangePush,
  ConversationPush,
  Behind,
  SendAck,
  Receipt,
  TypingPush,
  Presence,
  DraftPush,
  ContactsPush,
  ProfilePush,
  Pulled,
  ErrorFrame,
]);
export type Down = v.InferOutput<typeof Down>;
export type DownOf<T extends Down['type']> = Extract<Down, { type: T }>;

/** The answer of `GET /api/sync`. */
export const Inbox = v.object(inboxEntries);
export type Inbox = v.InferOutput<typeof Inbox>;

/** A page of a log, ascending: every message and change between its first and last seq. */
export const Page = v.object({ messages: v.array(Message), changes: v.array(Change), hasMore: v.boolean() });
export type Page = v.InferOutput<typeof Page>;

/** Frames that carry a tid and want an ack (ACK-1). */
export type Push = DownOf<'message' | 'change' | 'conversation' | 'behind'>;
