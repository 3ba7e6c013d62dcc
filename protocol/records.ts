import * as v from 'valibot';
import { Body, Wording } from './bodies';
import { DRAFT_MAX_BYTES, EMOJI_MAX_BYTES } from './limits';
import { toEmoji } from './reactions';
import { always, orElse, standInKind, tolerant } from './reading';
import { Role } from './roles';
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

/** Somebody's role as clients are told it: one that this version does not know has the least rights. */
const ReceivedRole = orElse(Role, always('member'));

/** What may stand for a reaction that is taken back: also what was stored before only emoji counted. */
export const ReactionText = v.pipe(text(1, EMOJI_MAX_BYTES), maxBytes(EMOJI_MAX_BYTES));

/** Exactly one emoji, the same however it was spelled. */
export const Emoji = v.pipe(
  ReactionText,
  v.check((value) => toEmoji(value) !== null, 'must be one emoji'),
  v.transform((value) => toEmoji(value) ?? value),
);

/** One wording of a message and since when it held. */
export const Edit = v.object({ body: Wording, at: time });
export type Edit = v.InferOutput<typeof Edit>;

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
export const Change = orElse(KnownChange, tolerant(v.object({ ...changeBase, kind: standInKind('unsupported') })));
export type Change = v.InferOutput<typeof Change>;
export type ChangeKind = Change['kind'];

export const Member = v.object({
  userId: id,
  role: ReceivedRole,
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
  role: ReceivedRole,
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
  /** How far the peer has read; in a group, how far the other member has who has read furthest. Absent where nobody is told. */
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
  /** The colour of the group as its members see it, chosen or derived from its id. */
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
