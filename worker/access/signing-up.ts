import { ProtocolError } from '../../protocol/errors';
import type { Env } from '../platform/env';
import { countAttempt, planAttempts, toAttempts } from '../store/people/attempts';
import { writeNameParts } from '../store/people/name-parts';
import { insertSession } from '../store/people/sessions';
import { insertUser, type UserRow } from '../store/people/users';
import { randomId, secureRandom } from '../store/sql/ids';
import { hashPassword } from './passwords';
import { isSecret } from './secrets';
import { assertNotThrottled, type OpenedSession, recordFailure } from './signing-in';
import { addressOf, inviteLimits, signUpLimits, waitMs } from './throttle';
import { issueToken, sessionIdOf, tokenKey } from './tokens';

export interface SignUpForm {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly invite?: string | undefined;
}

/**
 * Creates an account with a first session. Two D1 round trips. Throws `sign_up_closed`, `email_taken`, or `rate_limited` beyond 1,000
 * accounts from one address in an hour.
 */
export async function signUp(env: Env, request: Request, { email, password, name, invite }: SignUpForm): Promise<OpenedSession> {
  const address = addressOf(request);
  const limits = signUpLimits(address);
  const perInvite = inviteLimits(address);
  if (env.SIGN_UP !== 'open' && env.SIGN_UP !== 'invite') throw closed();

  const key = await tokenKey(env.DB);
  assertNotThrottled(waitMs([...limits, ...perInvite], toAttempts(await planAttempts(env.DB, [...limits, ...perInvite]).all())));
  if (env.SIGN_UP === 'invite' && !(await isSecret(env.SIGN_UP_INVITE, invite))) {
    await recordFailure(env.DB, perInvite, '');
    throw closed();
  }

  const user: UserRow = { id: randomId(secureRandom), email, name, about: '', hue: null, settings: {} };
  const passwordHash = await hashPassword(password, secureRandom);
  const token = await issueToken(key, user.id, secureRandom);
  const userAgent = request.headers.get('user-agent') ?? '';
  const [written] = await env.DB.batch([
    insertUser(env.DB, { ...user, passwordHash }),
    ...writeNameParts(env.DB, user.id, name),
    // Writes nothing if the user's row was not written.
    ...insertSession(env.DB, { id: await sessionIdOf(token), userId: user.id, userAgent, passwordHash, limits: [] }),
    countAttempt(env.DB, limits),
  ]);
  if (written?.meta.changes !== 1) throw new ProtocolError('email_taken', 'There is an account with this e-mail address.');
  return { user, token };
}

function closed(): ProtocolError {
  return new ProtocolError('sign_up_closed', 'This server takes no new accounts from here: ask its operator for an invitation.');
}
