import type { Env } from '../platform/env';
import { causeOf, log } from '../platform/log';
import { deleteSessions } from '../store/people/sessions';

const ATTEMPTS = 3;
const PAUSE_MS = 100;

type SessionsEnv = Pick<Env, 'DB' | 'USER_HUB'>;

/**
 * Ends those of the sessions that belong to the user: deletes their rows, then closes their sockets with 4001 (CONN-4). Returns the ids
 * that existed. Without its row a session passes no request, so an unreachable hub is no failure. One D1 round trip and one RPC.
 */
export async function endSessions(env: SessionsEnv, userId: string, sessionIds: readonly string[]): Promise<string[]> {
  const ended = await deleteSessions(env.DB, userId, sessionIds);
  await closeSockets(env, userId, ended);
  return ended;
}

/** Closes the sockets of sessions whose rows are deleted. One RPC. Never throws. */
export async function closeSockets(env: Pick<Env, 'USER_HUB'>, userId: string, sessionIds: readonly string[]): Promise<void> {
  if (sessionIds.length === 0) return;
  for (let attempt = 1; ; attempt++) {
    try {
      // An infrastructure error breaks a stub, so each attempt takes a new one.
      return await env.USER_HUB.getByName(userId).endSessions([...sessionIds]);
    } catch (error) {
      if (attempt === ATTEMPTS) return log({ event: 'end_sessions_failed', cause: causeOf(error) });
      await scheduler.wait(PAUSE_MS * attempt);
    }
  }
}
