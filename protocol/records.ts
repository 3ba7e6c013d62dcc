import * as v from 'valibot';
import { DRAFT_MAX_BYTES, EMOJI_MAX_BYTES, MENTIONS_MAX, NAME_MAX_CHARS, TEXT_MAX_CHARS } from './limits';
import { always, marked, orElse, tolerant } from './reading';
import { id, maxBytes, position, seq, text, time } from './text';

/** A person as others see them. */
export const User = v.object({
  id,
  name: v.string(),
  avatarUrl: v.optional(v.string()),
  about: v.optional(v.string()),
  /** OKLCH hue of the initials avatar, 0 to 359; absent: derived from the id. */
  hue: v.optional(v.number()),
});
export type User = v.InferOutput<typeof User>;

export const Settings = v.object({
  directMessages: v.optional(v.picklist(['everyone', 'contacts'])),
  lastSeen: v.optional(v.picklist(['everyone', 'contacts', 'nobody'])),
  readReceipts: v.optional(v.boolean()),
  typing: v.optional(v.boolean()),
  language: v.optional(v.picklist(['zh-CN', 'en'])),
});
export type Settings = v.InferOutput<typeof Settings>;

/** Oneself: also the e-mail address and one's settings. */
export const Self = v.object({ ...User.entries, email: v.string(), settings: Settings });
export type Self = v.InferOutput<typeof Self>;

export const Role = v.picklist(['owner', 'admin', 'member']);
export type Role = v.InferOutput<typeof Role>;

/** Somebody's role as clients are told it: one that this version does not know has the least rights. */
const ToldRole = orElse(Role, always('member'));

export const Emoji = v.pipe(text(1, EMOJI_MAX_BYTES), maxBytes(EMOJI_MAX_BYTES));

export const TextBody = v.object({
  kind: v.literal('text'),
  text: text(1, TEXT_MAX_CHARS),
  /** Ids of the members named in the text, `*` for everyone. */
  mentions: v.optional(v.pipe(v.array(v.union([id, v.literal('*')])), v.maxLength(MENTIONS_MAX))),
  /** How each of the `mentions` is named in the text, behind its `@`: what clients show there is today's name of the id. */
  mentionNames: v.optional(v.pipe(v.array(text(1, NAME_MAX_CHARS)), v.maxLength(MENTIONS_MAX))),
  /** Set when the text was said elsewhere first: who said it. */
  forwardedFrom: v.optional(v.object({ userId: id, name: text(0, NAME_MAX_CHARS) })),
});
export type TextBody = v.InferOutput<typeof TextBody>;

/** What stands for a body that this version does not know; whom it names still counts as mentioned. No server sends this kind. */
const UnsupportedBody = v.union([
  v.object({ kind: marked('unsupported'), mentions: v.fallback(v.optional(v.array(v.string())), undefined) }),
  always<{ kind: 'unsupported'; mentions?: string[] | undefined }>({ kind: 'unsupported' }),
]);

/** What an edit makes of a body. */
const Wording = orElse(TextBody, UnsupportedBody);

/** One wording of a message and since when it held. */
export const Edit = v.object({ body: Wording, at: time });
export type Edit = v.InferOutput<typeof Edit>;

/** What happened in a conversation, told as a quiet line; made by the server alone. */
const KnownEvent = v.variant('event', [
  v.object({ event: v.literal('created'), title: v.optional(v.string()) }),
  v.object({ event: v.literal('joined'), userIds: v.array(id), via: v.optional(v.picklist(['invite', 'lobby'])) }),
  v.object({ event: v.literal('left'), userIds: v.array(id) }),
  v.object({ event: v.literal('removed'), userIds: v.array(id) }),
  v.object({ event: v.literal('renamed'), title: v.string() }),
  v.object({ event: v.literal('role'), userIds: v.array(id), role: Role }),
  v.object({ event: v.literal('announcement'), text: v.string() }),
  v.object({ event: v.literal('mutedAll'), on: v.boolean() }),
  v.object({ event: v.literal('settings') }),
  v.object({ event: v.literal('dissolved') }),
]);
export const SystemEvent = orElse(KnownEvent, always({ event: 'unsupported' }));
export type SystemEvent = v.InferOutput<typeof SystemEvent>;

export const SystemBody = v.object({ kind: v.literal('system'), event: SystemEvent });

/** What is left of a message that was taken back. */
export const RecalledBody = v.object({ kind: v.literal('recalled') });

export const Body = orElse(v.variant('kind', [TextBody, SystemBody, RecalledBody]), UnsupportedBody);
export type Body = v.InferOutput<typeof Body>;
/** What a person may send; system bodies are the server's. */
export const SendableBody = v.variant('kind', [TextBody]);
export type SendableBody = v.InferOutput<typeof SendableBody>;

export const Reaction = v.object({ emoji: v.string(), userIds: v.array(id) });
export type Reaction = v.InferOutput<typeof Reaction>;

export const Message = v.object({
  conversationId: id,
  seq,
  /** Ordinal among countable messages up to and including this entry. */
  n: orElse(position, always(0)),
  senderId: orElse(id, always('-')),
  clientMsgId: orElse(v.string(), always('')),
  body: Body,
  /** The seq of the message this one answers. */
  replyTo: v.optional(seq),
  createdAt: orElse(time, always(0)),
  editedAt: v.optional(time),
  recalledAt: v.optional(time),
  pinnedAt: v.optional(time),
  reactions: v.optional(v.array(Reaction)),
});
export type Message = v.InferOutput<typeof Message>;

const { conversationId, n, senderId, clientMsgId, createdAt } = Message.entries;
const changeBase = { conversationId, seq, n, senderId, clientMsgId, createdAt };

/** What happened to an earlier message; takes a seq of its own, and is folded into its target. */
const KnownChange = v.variant('kind', [
  v.object({ ...changeBase, kind: v.literal('edit'), targetSeq: seq, body: Wording }),
  v.object({ ...changeBase, kind: v.literal('recall'), targetSeq: seq }),
  v.object({ ...changeBase, kind: v.literal('reaction'), targetSeq: seq, emoji: v.string(), on: v.boolean() }),
  v.object({ ...changeBase, kind: v.literal('pin'), targetSeq: seq, on: v.boolean() }),
  /** An entry the reader may not see: it keeps the log free of holes and shows nothing. */
  v.object({ ...changeBase, kind: v.literal('hidden') }),
]);
/** A change of a kind that this version does not know keeps its place and changes nothing. */
export const Change = orElse(KnownChange, tolerant(v.object({ ...changeBase, kind: marked('unsupported') })));
export type Change = v.InferOutput<typeof Change>;
export type ChangeKind = Change['kind'];

export const Member = v.object({
  userId: id,
  role: ToldRole,
  name: v.optional(v.string()),
  hue: v.optional(v.number()),
  avatarUrl: v.optional(v.string()),
});
export type Member = v.InferOutput<typeof Member>;

/** A conversation as one member's inbox shows it. */
export const ConversationSummary = v.object({
  id,
  kind: orElse(v.picklist(['direct', 'group']), always('group')),
  title: v.string(),
  avatarUrl: v.optional(v.string()),
  hue: v.optional(v.number()),
  /** The other person of a direct conversation. */
  peerId: v.optional(id),
  memberCount: position,
  role: ToldRole,
  lastSeq: position,
  lastN: position,
  readSeq: position,
  readN: position,
  /** READ-1: `lastN - readN`, for clients that do not compute. */
  unread: position,
  mentions: position,
  /** The person marked it unread by hand. */
  markedUnread: v.optional(v.boolean()),
  mutedUntil: v.optional(time),
  pinned: v.boolean(),
  archived: v.boolean(),
  /** Taken off the list by the person, until the next message. */
  hidden: v.optional(v.boolean()),
  announcement: v.optional(v.string()),
  mutedAll: v.optional(v.boolean()),
  history: v.optional(v.picklist(['joined', 'all'])),
  /** Who comes by an invite waits for an admin. */
  approval: v.optional(v.boolean()),
  /** How many wait; only for those who may let them in. */
  requests: v.optional(position),
  /** How far the peer of a direct conversation has received and read; absent where receipts are off. */
  peerDeliveredSeq: v.optional(position),
  peerReadSeq: v.optional(position),
  /** The first seq this member may see is the one after it. */
  visibleAfterSeq: v.optional(position),
  /** The newest messages, up to 100, that this member deleted for themselves. */
  deletedSeqs: v.optional(v.array(seq)),
  /** Set when one is out: what was said until this seq stays readable. */
  leftSeq: v.optional(position),
  removed: v.optional(v.boolean()),
  lastMessage: v.optional(Message),
  members: v.optional(v.array(Member)),
  /** Time of the last message, or of joining: what the inbox is ordered by. */
  activeAt: time,
});
export type ConversationSummary = v.InferOutput<typeof ConversationSummary>;

/** What a person has begun to write. The highest version wins; an empty text without reply is a draft that was deleted. */
export const Draft = v.object({
  conversationId: id,
  version: time,
  text: v.pipe(text(0, DRAFT_MAX_BYTES), maxBytes(DRAFT_MAX_BYTES)),
  replyTo: v.optional(seq),
});
export type Draft = v.InferOutput<typeof Draft>;

export const Contact = v.object({ user: User, alias: v.optional(v.string()), since: time });
export type Contact = v.InferOutput<typeof Contact>;
export const ContactRequest = v.object({ user: User, direction: v.picklist(['in', 'out']), note: v.optional(v.string()), createdAt: time });
export type ContactRequest = v.InferOutput<typeof ContactRequest>;
export const Contacts = v.object({ contacts: v.array(Contact), requests: v.array(ContactRequest), blocked: v.array(User) });
export type Contacts = v.InferOutput<typeof Contacts>;

/** A link into a group, as those see it who may make one. */
export const Invite = v.object({
  code: v.string(),
  createdBy: id,
  createdAt: time,
  expiresAt: v.optional(time),
  usesMax: v.optional(position),
  uses: position,
});
export type Invite = v.InferOutput<typeof Invite>;

/** A group as somebody sees it who holds an invite. */
export const InvitePreview = v.object({
  code: v.string(),
  title: v.string(),
  hue: v.optional(v.number()),
  memberCount: position,
  approval: v.boolean(),
  /** Set for members: where to go. */
  conversationId: v.optional(id),
  /** The caller has asked already, and waits for an admin. */
  requested: v.optional(v.boolean()),
});
export type InvitePreview = v.InferOutput<typeof InvitePreview>;

/** Somebody who waits to be let into a group. */
export const JoinRequest = v.object({ user: User, note: v.optional(v.string()), createdAt: time });
export type JoinRequest = v.InferOutput<typeof JoinRequest>;

/** A signed-in device. */
export const Session = v.object({
  id: v.string(),
  current: v.boolean(),
  createdAt: time,
  lastSeenAt: time,
  userAgent: v.optional(v.string()),
});
export type Session = v.InferOutput<typeof Session>;
