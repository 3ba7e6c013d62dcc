import * as v from 'valibot';
import { Body, Wording } from './bodies';
import { DRAFT_MAX_BYTES, EMOJI_MAX_BYTES } from './limits';
import { toEmoji } from './reactions';
import { always, orElse, standInKind, tolerant } from './reading';
import { Role } from './roles';
import { id, maxBytes, position, seq, text, time } from './text';

/** A user as others see them. */
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

/** The signed-in user, with their e-mail address and settings. */
export const Self = v.object({ ...User.entries, email: v.string(), settings: Settings });
export type Self = v.InferOutput<typeof Self>;

/** A role in a down frame: a role that this version does not know has the fewest rights. */
const ReceivedRole = orElse(Role, always('member'));

/** The reaction that a removal names: also texts that were stored before only emoji were allowed. */
export const ReactionText = v.pipe(text(1, EMOJI_MAX_BYTES), maxBytes(EMOJI_MAX_BYTES));

/** Exactly one emoji, in its recommended spelling. */
export const Emoji = v.pipe(
  ReactionText,
  v.check((value) => toEmoji(value) !== null, 'must be one emoji'),
  v.transform((value) => toEmoji(value) ?? value),
);

/** One wording of a message, and the time from which it held. */
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
  /** The seq of the message that this message replies to. */
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

/** A change of an earlier message. It takes a seq of its own and is folded into its target. */
const KnownChange = v.variant('kind', [
  v.object({ ...changeBase, kind: v.literal('edit'), targetSeq: seq, body: Wording }),
  v.object({ ...changeBase, kind: v.literal('recall'), targetSeq: seq }),
  v.object({ ...changeBase, kind: v.literal('reaction'), targetSeq: seq, emoji: v.string(), on: v.boolean() }),
  v.object({ ...changeBase, kind: v.literal('pin'), targetSeq: seq, on: v.boolean() }),
  /** An entry that the reader may not see: it fills its place in the log and shows nothing. */
  v.object({ ...changeBase, kind: v.literal('hidden') }),
]);
/** An unknown kind of change fills its place in the log and changes nothing. */
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
  /** READ-1: `lastN - readN`, for clients that do not compute it. */
  unread: position,
  mentions: position,
  /** The user marked it as unread. */
  markedUnread: v.optional(v.boolean()),
  mutedUntil: v.optional(time),
  pinned: v.boolean(),
  archived: v.boolean(),
  /** The user removed it from the list, until the next message. */
  hidden: v.optional(v.boolean()),
  announcement: v.optional(v.string()),
  mutedAll: v.optional(v.boolean()),
  history: v.optional(v.picklist(['joined', 'all'])),
  /** People who join by an invite need the approval of an admin. */
  approval: v.optional(v.boolean()),
  /** Open join requests; only for members who may approve them. */
  requests: v.optional(position),
  /** How far the peer has read; in a group, how far the furthest other member has read. Absent if receipts are off. */
  peerReadSeq: v.optional(position),
  /** This member sees the log after this seq. */
  visibleAfterSeq: v.optional(position),
  /** The newest messages, up to 100, that this member deleted for themselves. */
  deletedSeqs: v.optional(v.array(seq)),
  /** Set for a former member, who may read the log up to this seq. */
  leftSeq: v.optional(position),
  removed: v.optional(v.boolean()),
  lastMessage: v.optional(Message),
  members: v.optional(v.array(Member)),
  /** The time of the last message, or of joining. The inbox is sorted by it. */
  activeAt: time,
});
export type ConversationSummary = v.InferOutput<typeof ConversationSummary>;

/** An unsent text. The highest version wins; an empty text without a reply is a deleted draft. */
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

/** An invite link of a group, as members who may create links see it. */
export const Invite = v.object({
  code: v.string(),
  createdBy: id,
  createdAt: time,
  expiresAt: v.optional(time),
  usesMax: v.optional(position),
  uses: position,
});
export type Invite = v.InferOutput<typeof Invite>;

/** A group as the holder of an invite sees it. */
export const InvitePreview = v.object({
  code: v.string(),
  title: v.string(),
  /** The hue of the group as its members see it, chosen or derived from its id. */
  hue: v.optional(v.number()),
  memberCount: position,
  approval: v.boolean(),
  /** Set if the caller is already a member. */
  conversationId: v.optional(id),
  /** The caller's join request is waiting for an admin. */
  requested: v.optional(v.boolean()),
});
export type InvitePreview = v.InferOutput<typeof InvitePreview>;

/** A request to join a group, waiting for approval. */
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
