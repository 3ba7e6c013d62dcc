import type { Context } from 'hono';
import { kindOf } from '../../protocol/bodies';
import { ProtocolError } from '../../protocol/errors';
import { type Capability, can } from '../../protocol/roles';
import type { SignedInVariables } from '../access/authenticate';
import { announce } from '../messaging/announce';
import type { Env } from '../platform/env';
import { executeGroupCommand, type GroupCommand, type GroupCommandResult, type MembershipState } from '../store/groups/group-commands';
import { RECEIPTS_MEMBERS_MAX } from '../store/log/marks';
import { NOT_FOUND } from './app-errors';

export type AppContext = Context<{ Bindings: Env; Variables: SignedInVariables }>;

/** Throws unless the user is a member of the group with all of the capabilities. */
export function assertMay(state: MembershipState, ...capabilities: readonly Capability[]): void {
  const { kind, role, left, dissolved } = state;
  if (kind === null || role === null) throw new ProtocolError('not_found', NOT_FOUND);
  if (left || dissolved) throw new ProtocolError('not_member', 'You are no longer a member of this conversation.');
  if (kind === 'direct') throw new ProtocolError('not_allowed', 'A direct conversation has no settings, and nobody joins or leaves it.');
  if (!capabilities.every((capability) => can({ kind, role }, capability)))
    throw new ProtocolError('not_allowed', 'Your role in this group does not allow that.');
}

/**
 * In groups up to this size, a change of the members changes everyone's summary; in larger groups clients fold the system messages
 * instead.
 */
const SUMMARIES_MEMBERS_MAX = RECEIPTS_MEMBERS_MAX;

export interface SummaryRecipients {
  /** Members whose membership changes: they get their summary whatever the size of the group. */
  readonly users?: readonly string[];
  readonly newcomers?: readonly string[];
  /** Whether everyone's summary changes. */
  readonly everyone?: boolean;
}

/** Executes a group command and, in the background, notifies its audience (SEND-1). One D1 round trip. */
export async function runGroupCommand(
  c: AppContext,
  command: Omit<GroupCommand, 'actorId'>,
  recipientsOf: (result: GroupCommandResult) => SummaryRecipients,
): Promise<GroupCommandResult> {
  const result = await executeGroupCommand(c.env.DB, { ...command, actorId: c.var.user.id }, () => crypto.randomUUID());
  if (result.messages.length > 0) {
    const { users = [], newcomers = [], everyone = false } = recipientsOf(result);
    const online = new Set(result.audience);
    const summariesForAll = everyone || result.state.memberCount <= SUMMARIES_MEMBERS_MAX;
    const summariesFor = summariesForAll ? result.audience : [...users, ...newcomers].filter((userId) => online.has(userId));
    const { conversationId } = command;
    c.executionCtx.waitUntil(
      announce(c.env, { conversationId, messages: result.messages, audience: result.audience, summariesFor, newcomers }),
    );
  }
  return result;
}

/** The user ids in the command's system messages. */
export function affectedUserIds({ messages }: GroupCommandResult): string[] {
  return messages.flatMap(({ body }) => kindOf(body).members(body));
}
