import { ProtocolError } from '../../protocol/errors';
import type { Env } from '../platform/env';
import { planAttempts, toAttempts } from '../store/people/attempts';
import { deleteOtherSessions } from '../store/people/sessions';
import { planPasswordHash, replacePassword } from '../store/people/users';
import { secureRandom } from '../store/sql/ids';
import { rowsOf } from '../store/sql/rows';
import { closeSockets } from './end-sessions';
import { hashPassword, verifyPassword } from './passwords';
import { assertNotThrottled, recordFailure } from './signing-in';
import { confirmLimits, waitMs } from './throttle';

const WRONG = 'The current password is wrong.';

/**
 * Replaces a password and ends the user's other sessions, with their sockets. Three D1 round trips at most and one RPC. Throws
 * `wrong_credentials`, or `rate_limited` before anything is hashed.
 */
export async function changePassword(env: Env, userId: string, sessionId: string, current: string, next: string): Promise<void> {
  const limits = confirmLimits(userId);
  const [found, counters] = await env.DB.batch([planPasswordHash(env.DB, userId), planAttempts(env.DB, limits)]);
  assertNotThrottled(waitMs(limits, toAttempts(counters)));
  const stored = rowsOf<{ passwordHash: string }>(found)[0]?.passwordHash;
  if (stored === undefined) throw new ProtocolError('unauthenticated', 'Sign in first.');
  if (!(await verifyPassword(current, stored))) throw await recordFailure(env.DB, limits, WRONG);

  const hash = await hashPassword(next, secureRandom);
  const [replaced, ended] = await env.DB.batch([
    replacePassword(env.DB, userId, stored, hash),
    deleteOtherSessions(env.DB, userId, sessionId, hash),
  ]);
  if (replaced?.meta.changes !== 1) throw await recordFailure(env.DB, limits, WRONG);
  await closeSockets(
    env,
    userId,
    rowsOf<{ id: string }>(ended).map((row) => row.id),
  );
}
