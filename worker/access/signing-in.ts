import { ProtocolError } from '../../protocol/errors';
import type { Env } from '../platform/env';
import { countAttempt, forgetAttempts, type Limit, planAttempts, toAttempts } from '../store/people/attempts';
import { insertSession } from '../store/people/sessions';
import { findAccount, type RawAccountRow, replacePassword, toUserRow, type UserRow } from '../store/people/users';
import { secureRandom } from '../store/sql/ids';
import { rowsOf } from '../store/sql/rows';
import { tokenOf } from './authenticate';
import { readCookie } from './cookies';
import { DUMMY_HASH, hashPassword, isOutdated, verifyPassword } from './passwords';
import { addressOf, deviceLimits, strangerLimits, waitMs } from './throttle';
import { issueToken, readDeviceMark, readToken, sessionIdOf, tokenKey } from './tokens';

type Store = Pick<Env, 'DB'>;

/** The same answer for a wrong password and an unknown e-mail address. */
export const WRONG = 'The e-mail address or the password is wrong.';
/** One in this many failures also deletes old counters. */
const FORGET_EVERY = 64;

export interface OpenedSession {
  readonly user: UserRow;
  readonly token: string;
}

/**
 * Checks an e-mail address and a password, and opens a session. Two D1 round trips, whatever the outcome; a success writes only the
 * session's row, a failure only its counters. Throws `wrong_credentials`, or `rate_limited` before anything is hashed.
 */
export async function signIn(env: Store, request: Request, email: string, password: string): Promise<OpenedSession> {
  const key = await tokenKey(env.DB);
  const account = (await sessionIdOf(email)).slice(0, 32);
  const device = await knownDevice(key, request);
  const asStranger = strangerLimits(account, addressOf(request));
  const asDevice = device ? deviceLimits(device.id) : [];

  const [found, counters] = await env.DB.batch([findAccount(env.DB, email), planAttempts(env.DB, [...asStranger, ...asDevice])]);
  const row = rowsOf<RawAccountRow>(found)[0];
  const limits = row && device?.userId === row.id ? asDevice : asStranger;
  assertNotThrottled(waitMs(limits, toAttempts(counters)));

  const isCorrect = await verifyPassword(password, row?.passwordHash ?? DUMMY_HASH);
  if (!row || !isCorrect) throw await recordFailure(env.DB, limits, WRONG);

  const token = await issueToken(key, row.id, secureRandom);
  const written = await env.DB.batch([
    ...insertSession(env.DB, {
      id: await sessionIdOf(token),
      userId: row.id,
      userAgent: request.headers.get('user-agent') ?? '',
      passwordHash: row.passwordHash,
      limits,
    }),
    ...(isOutdated(row.passwordHash)
      ? [replacePassword(env.DB, row.id, row.passwordHash, await hashPassword(password, secureRandom))]
      : []),
  ]);
  // No row was written: the password was changed meanwhile, or parallel failures used up the limit.
  if (written[1]?.meta.changes !== 1) throw await recordFailure(env.DB, limits, WRONG);
  return { user: toUserRow(row), token };
}

/** The device, if it was signed in before: it has a device mark or a session. */
async function knownDevice(key: CryptoKey, request: Request): Promise<{ userId: string; id: string } | undefined> {
  const mark = readCookie(request, 'device');
  const markedFor = mark && (await readDeviceMark(key, mark));
  if (mark && markedFor) return { userId: markedFor, id: (await sessionIdOf(mark)).slice(0, 32) };
  const found = tokenOf(request);
  const read = found && (await readToken(key, found.token));
  return read && { userId: read.userId, id: read.sessionId.slice(0, 32) };
}

/** Throws `rate_limited` unless `ms` is 0. */
export function assertNotThrottled(ms: number): void {
  if (ms > 0) throw new ProtocolError('rate_limited', 'Too many attempts: wait before the next.', ms);
}

/** Counts a failure and returns the error to throw. One D1 round trip. */
export async function recordFailure(db: D1Database, limits: readonly Limit[], message: string): Promise<ProtocolError> {
  const forget = (secureRandom(new Uint8Array(1))[0] ?? 0) % FORGET_EVERY === 0;
  const [counted] = await db.batch([countAttempt(db, limits), ...(forget ? [forgetAttempts(db)] : [])]);
  const wait = waitMs(limits, toAttempts(counted), 1);
  return wait > 0
    ? new ProtocolError('rate_limited', 'Too many attempts: wait before the next.', wait)
    : new ProtocolError('wrong_credentials', message);
}
