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
  /** Older pinned messages exist. */
  readonly hasMore: boolean;
}

export interface MembersPage {
  readonly members: readonly Member[];
  /** The start of the next page; absent on the last one. */
  readonly next?: string | undefined;
}

export interface InviteLimits {
  /** Epoch ms. */
  readonly expiresAt?: number;
  readonly usesMax?: number;
}

/** Rare actions on a whole conversation. */
export interface ConversationActions {
  dissolve(conversationId: string): Promise<Result<null>>;
  /** Hides all messages so far from the user. */
  clearHistory(conversationId: string): Promise<Result<null>>;
  /** Clears the history and hides the conversation until the next message. */
  hide(conversationId: string): Promise<Result<null>>;
  /** Members in pages of 50, owner and admins first. `text` filters by name prefix. `after`: the `next` of the previous page. */
  members(conversationId: string, text: string, after?: string): Promise<Result<MembersPage>>;
}

/** Rare queries and actions on messages. */
export interface MessageActions {
  /** Deletes messages for the user only. */
  deleteMessages(conversationId: string, seqs: readonly number[]): Promise<Result<null>>;
  restoreMessages(conversationId: string, seqs: readonly number[]): Promise<Result<null>>;
  /** All versions of a message, oldest first. */
  edits(conversationId: string, seq: number): Promise<Result<readonly Edit[]>>;
  readers(conversationId: string, seq: number): Promise<Result<Readers>>;
  /** The seqs of unread mentions, oldest first. From then on the inbox counts mentions by them. */
  mentions(conversationId: string): Promise<Result<readonly number[]>>;
  /** The newest pinned messages, or those older than the seq `before`. */
  pins(conversationId: string, before?: number): Promise<Result<Pins>>;
  /**
   * Queues copies of the messages in this order, each naming its first author, then the note as a separate message unless it is empty.
   * The value is a function that undoes it: unsent messages are dropped, stored ones are recalled.
   */
  forward(messages: readonly TimelineMessage[], conversationIds: readonly string[], note: string): Promise<Result<() => void>>;
}

/** Invite links and join requests of a group. */
export interface InviteActions {
  /** The invite links that still work. */
  invites(conversationId: string): Promise<Result<readonly Invite[]>>;
  invite(conversationId: string, limits: InviteLimits): Promise<Result<Invite>>;
  revokeInvite(conversationId: string, code: string): Promise<Result<null>>;
  requests(conversationId: string): Promise<Result<readonly JoinRequest[]>>;
  acceptRequest(conversationId: string, userId: string): Promise<Result<null>>;
  declineRequest(conversationId: string, userId: string): Promise<Result<null>>;
  /** The group behind a link; `not_found`: the link no longer works. */
  preview(code: string): Promise<Result<InvitePreview>>;
  /** Joins a group and returns its id; null: an admin must approve. */
  join(code: string, note?: string): Promise<Result<string | null>>;
}

/** Rarely used conversation actions, whose code is loaded by the first call; without a network the call answers `offline`. */
export interface RareActionsModel extends ConversationActions, MessageActions, InviteActions {}
