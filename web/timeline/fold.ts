import { emojiKey, inOrder } from '../../protocol/reactions';
import type { Change, Message, Reaction } from '../../protocol/records';

/** A change that refers to a message. */
export type TargetedChange = Exclude<Change, { kind: 'hidden' | 'unsupported' }>;

export function isTargeted(change: Change): change is TargetedChange {
  return change.kind !== 'hidden' && change.kind !== 'unsupported';
}

/** The aspect of a message that a change sets. Of two changes of one aspect, the one with the higher seq wins. */
export function aspectOf(change: TargetedChange): string {
  switch (change.kind) {
    case 'edit':
      return `${change.targetSeq} body`;
    case 'recall':
      return `${change.targetSeq} recall`;
    case 'pin':
      return `${change.targetSeq} pin`;
    case 'reaction':
      return `${change.targetSeq} ${emojiKey(change.emoji)} ${change.senderId}`;
    default:
      return change satisfies never;
  }
}

/** Applies a change to a message. Idempotent; after a recall nothing changes the message. */
export function fold(message: Message, change: TargetedChange): Message {
  if (message.recalledAt !== undefined) return message;
  switch (change.kind) {
    case 'edit':
      return { ...message, body: change.body, editedAt: change.createdAt };
    case 'recall': {
      const { editedAt: _, reactions: __, ...rest } = message;
      return { ...rest, body: { kind: 'recalled' }, recalledAt: change.createdAt };
    }
    case 'pin': {
      const { pinnedAt: _, ...rest } = message;
      return change.on ? { ...rest, pinnedAt: change.createdAt } : rest;
    }
    case 'reaction': {
      const { reactions = [], ...rest } = message;
      const next = change.on
        ? withReaction(reactions, change.emoji, change.senderId)
        : withoutReaction(reactions, change.emoji, change.senderId);
      return next.length > 0 ? { ...rest, reactions: inOrder(next) } : rest;
    }
    default:
      return change satisfies never;
  }
}

/** `inOrder` merges different encodings of one emoji. */
function withReaction(reactions: readonly Reaction[], emoji: string, userId: string): Reaction[] {
  return [...reactions, { emoji, userIds: [userId] }];
}

function withoutReaction(reactions: readonly Reaction[], emoji: string, userId: string): Reaction[] {
  const key = emojiKey(emoji);
  return reactions
    .map((reaction) =>
      emojiKey(reaction.emoji) === key ? { ...reaction, userIds: reaction.userIds.filter((id) => id !== userId) } : reaction,
    )
    .filter((reaction) => reaction.userIds.length > 0);
}
