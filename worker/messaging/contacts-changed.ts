import type { Env } from '../platform/env';
import { causeOf, log } from '../platform/log';
import { readContactsOnline } from '../store/people/contacts';
import { notifyUsers } from './reach';

/**
 * Sends each user their contacts, requests and blocks if the user is online. Must be called after the change is committed. One D1 round
 * trip, then one RPC per user online. Never throws: a user who was not reached reads the lists with the next sync.
 */
export async function notifyContactsChanged(env: Pick<Env, 'DB' | 'USER_HUB'>, userIds: readonly string[]): Promise<void> {
  try {
    const lists = await readContactsOnline(env.DB, userIds);
    await notifyUsers(
      env,
      [...lists].map(([userId, contacts]) => [userId, { type: 'contacts', ...contacts }]),
    );
  } catch (error) {
    log({ event: 'notify_failed', cause: causeOf(error) });
  }
}
