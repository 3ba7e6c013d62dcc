import type { DownOf } from '../../protocol/down';
import { causeOf, log } from '../access/log';
import type { Env } from '../platform/env';
import { readAcquainted } from '../store/people/people';
import { toSelf, toUser, type UserRow } from '../store/people/users';
import { notifyUser } from './contacts-changed';

/**
 * Shows a changed profile to the user's own devices, to contacts and to partners of direct conversations, where they are
 * online; everyone else sees it with their next read. One D1 round trip, then one RPC per person. Never throws.
 */
export async function profileChanged(env: Pick<Env, 'DB' | 'USER_HUB'>, user: UserRow): Promise<void> {
  try {
    const own: DownOf<'profile'> = { type: 'profile', user: toSelf(user) };
    const seen: DownOf<'profile'> = { type: 'profile', user: toUser(user) };
    const online = await readAcquainted(env.DB, user.id);
    await Promise.all(online.map((id) => notifyUser(env, id, [id === user.id ? own : seen])));
  } catch (error) {
    log({ event: 'notify_failed', cause: causeOf(error) });
  }
}
