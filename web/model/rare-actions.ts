import type { Edit, Invite, InvitePreview, JoinRequest, Member } from '../../protocol/records';
import type { Result } from './result';
import type { TimelineMessage } from './timeline';

export interface Readers {
  readonly count: number;
  /** Absent in large groups. */
  readonly userIds?: readonly string[] | undefined;
}

export interface Pins {
  /** Ascending by seq. */
  readonly messages: readonly TimelineMessage[];
  /** More messages are pinned before the first of these. */
  readonly hasMore: boolean;
}

export interface MembersPage {
  readonly members: readonly Member[];
  /** Where the next page begins; absent on the last. */
  readonly next?: string | undefined;
}

export interface InviteLimits {
  /** Epoch ms. */
  readonly expiresAt?: number;
  readonly usesMax?: number;
}

/** What is rarely done to a conversation as a whole. */
export interface ConversationActions {
  dissolve(conversationId: string): Promise<Result<null>>;
  /** Takes all that was said until now out of one's own sight. */
  clearHistory(conversationId: string): Promise<Result<null>>;
  /** Clears the history and takes the conversation off one's list until the next message. */
  hide(conversationId: string): Promise<Result<null>>;
  /** Members by pages of 50, owner and admins first; with a text those whose name begins with it. `after`: the `next` of the page before. */
  members(conversationId: string, text: string, after?: string): Promise<Result<MembersPage>>;
}

/** What is rarely asked of messages, or done to them. */
export interface MessageActions {
  /** For the user alone. */
  deleteMessages(conversationId: string, seqs: readonly number[]): Promise<Result<null>>;
  restoreMessages(conversationId: string, seqs: readonly number[]): Promise<Result<null>>;
  /** All wordings of a message, the first one first. */
  edits(conversationId: string, seq: number): Promise<Result<readonly Edit[]>>;
  readers(conversationId: string, seq: number): Promise<Result<Readers>>;
  /** Places of the unread mentions, the oldest first; the inbox counts by them from then on. */
  mentions(conversationId: string): Promise<Result<readonly number[]>>;
  /** The newest pinned messages, wherever they are in the log; `before` a seq, the next older ones. */
  pins(conversationId: string, before?: number): Promise<Result<Pins>>;
  /**
   * Queues copies of texts, in this order, as one's own messages that name their first author, then the note as a message of its own where
   * there is one. The value takes all of them back: what has not left is dropped, what is stored is recalled.
   */
  forward(messages: readonly TimelineMessage[], conversationIds: readonly string[], note: string): Promise<Result<() => void>>;
}

/** Links into a group, and those who wait to be let in. */
export interface InviteActions {
  /** Links that still open the group. */
  invites(conversationId: string): Promise<Result<readonly Invite[]>>;
  invite(conversationId: string, limits: InviteLimits): Promise<Result<Invite>>;
  revokeInvite(conversationId: string, code: string): Promise<Result<null>>;
  requests(conversationId: string): Promise<Result<readonly JoinRequest[]>>;
  acceptRequest(conversationId: string, userId: string): Promise<Result<null>>;
  declineRequest(conversationId: string, userId: string): Promise<Result<null>>;
  /** What a link leads to; `not_found`: it opens nothing any more. */
  preview(code: string): Promise<Result<InvitePreview>>;
  /** The id of the group one is in then; null: an admin decides. */
  join(code: string, note?: string): Promise<Result<string | null>>;
}

/** What is seldom asked of a conversation; its code comes with the first call, and without a network it does not. */
export interface RareActionsModel extends ConversationActions, MessageActions, InviteActions {}
