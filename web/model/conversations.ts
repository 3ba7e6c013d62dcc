import type { Role } from '../../protocol/roles';
import type { Problem, Result } from './result';

export interface GroupFields {
  readonly title?: string;
  readonly announcement?: string;
  readonly mutedAll?: boolean;
  readonly history?: 'joined' | 'all';
  readonly approval?: boolean;
  /** Null: the default colour derived from the id. */
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
  /** Marks everything as read. */
  markAllRead(conversationId: string): void;
  addMembers(conversationId: string, userIds: readonly string[]): Promise<Problem | null>;
  setRole(conversationId: string, userId: string, role: Role): Promise<Problem | null>;
  removeMember(conversationId: string, userId: string): Promise<Problem | null>;
}
