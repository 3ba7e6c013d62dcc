import type { DownOf } from '../../protocol/down';
import { causeOf, log } from '../access/log';
import type { Env } from '../platform/env';
import { readContactsOnline } from '../store/people/contacts';

/**
 * Sends each of the users their lists of contacts, requests and blocks, where a hub of theirs has sockets. To be called after
 * the change is committed. One D1 round trip, then one RPC per user online. Never throws: who is not told reads the lists with
 * the next sync.
 */
export async function contactsChanged(env: Pick<Env, 'DB' | 'USER_HUB'>, userIds: readonly string[]): Promise<void> {
  try {
    const lists = await readContactsOnline(env.DB, userIds);
    await Promise.all(
      [...lists].map(([userId, contacts]) => {
        const frame: DownOf<'contacts'> = { type: 'contacts', ...contacts };
        return notifyUser(env, userId, [frame]);
      }),
    );
  } catch (error) {
    log({ event: 'notify_failed', cause: causeOf(error) });
  }
}

/** Frames without tid for a user's sockets; one RPC. Never throws. */
export async function notifyUser(env: Pick<Env, 'USER_HUB'>, userId: string, frames: readonly unknown[]): Promise<void> {
  try {
    await env.USER_HUB.getByName(userId).notify([...frames]);
  } catch (error) {
    log({ event: 'notify_failed', cause: causeOf(error) });
  }
}
