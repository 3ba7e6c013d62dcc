import type { DownOf } from '../../protocol/down';
import type { Env } from '../platform/env';
import { causeOf, log } from '../platform/log';
import { readProfileViewers } from '../store/people/people';
import { toSelf, toUser, type UserRow } from '../store/people/users';
import { notifyUsers } from './reach';

/**
 * Sends a changed profile to the user's own devices, to contacts and to partners of direct conversations who are online; everyone else
 * gets it with their next read. One D1 round trip, then one RPC per user. Never throws.
 */
export async function notifyProfileChanged(env: Pick<Env, 'DB' | 'USER_HUB'>, user: UserRow): Promise<void> {
  try {
    const ownProfile: DownOf<'profile'> = { type: 'profile', user: toSelf(user) };
    const publicProfile: DownOf<'profile'> = { type: 'profile', user: toUser(user) };
    const online = await readProfileViewers(env.DB, user.id);
    await notifyUsers(
      env,
      online.map((id) => [id, id === user.id ? ownProfile : publicProfile]),
    );
  } catch (error) {
    log({ event: 'notify_failed', cause: causeOf(error) });
  }
}
