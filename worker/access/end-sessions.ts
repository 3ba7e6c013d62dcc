import type { Env } from '../platform/env';
import { causeOf, log } from '../platform/log';
import { deleteSessions } from '../store/people/sessions';

const ATTEMPTS = 3;
const PAUSE_MS = 100;

type SessionsEnv = Pick<Env, 'DB' | 'USER_HUB'>;

/**
 * Ends those of the sessions that are the user's: their rows go, then their sockets close with 4001 (CONN-4). Answers the ids
 * that existed. The rows are the truth: once they are gone no request passes, so a hub that cannot be reached fails nothing.
 * One D1 round trip and one RPC.
 */
export async function endSessions(env: SessionsEnv, userId: string, sessionIds: readonly string[]): Promise<string[]> {
  const ended = await deleteSessions(env.DB, userId, sessionIds);
  await closeSockets(env, userId, ended);
  return ended;
}

/** Closes the sockets of sessions whose rows are gone already. Never throws. */
export async function closeSockets(env: Pick<Env, 'USER_HUB'>, userId: string, sessionIds: readonly string[]): Promise<void> {
  if (sessionIds.length === 0) return;
  for (let attempt = 1; ; attempt++) {
    try {
      // A stub is broken after an infrastructure error: each attempt takes a fresh one.
      return await env.USER_HUB.getByName(userId).endSessions([...sessionIds]);
    } catch (error) {
      if (attempt === ATTEMPTS) return log({ event: 'end_sessions_failed', cause: causeOf(error) });
      await scheduler.wait(PAUSE_MS * attempt);
    }
  }
}
