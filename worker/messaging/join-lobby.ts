import type { Env } from '../platform/env';
import { causeOf, log } from '../platform/log';
import { executeGroupCommand } from '../store/groups/group-commands';
import { JOIN_LOBBY, LOBBY_ID, makeLobby } from '../store/groups/lobby';
import { announce } from './announce';

/** In a larger lobby, members fold the joining into their summary instead of getting a summary each time. */
const SUMMARIES_MEMBERS_MAX = 50;

/**
 * Adds a new user to the lobby if the setting `LOBBY` names one. Must be called after the account is stored. One D1 round trip;
 * `background` notifies the members. Never throws: signing up does not fail with the lobby.
 */
export async function joinLobby(
  env: Pick<Env, 'DB' | 'USER_HUB' | 'LOBBY'>,
  userId: string,
  background: (work: Promise<unknown>) => void,
): Promise<void> {
  const title = env.LOBBY?.trim();
  if (!title) return;
  try {
    const command = { conversationId: LOBBY_ID, actorId: userId, args: {}, steps: [JOIN_LOBBY], audience: 'after' } as const;
    const { messages, audience, state } = await executeGroupCommand(env.DB, command, () => crypto.randomUUID(), [makeLobby(env.DB, title)]);
    if (messages.length === 0) return;
    const summariesFor = state.memberCount <= SUMMARIES_MEMBERS_MAX ? audience : audience.filter((id) => id === userId);
    background(announce(env, { conversationId: LOBBY_ID, messages, audience, summariesFor, newcomers: [userId] }));
  } catch (error) {
    log({ event: 'notify_failed', cause: causeOf(error) });
  }
}
