import { createMiddleware } from 'hono/factory';
import { ProtocolError } from '../../protocol/errors';
import type { Env } from '../platform/env';
import { touchSession } from '../store/people/sessions';
import { type RawUserRow, toUserRow, USER_COLUMNS, type UserRow } from '../store/people/users';
import { NOW_MS } from '../store/sql/clock';
import { rowsOf } from '../store/sql/rows';
import { readCookie } from './cookies';
import { hasBody, isJson, isSafe, sameOrigin } from './origin';
import { readToken, tokenKey } from './tokens';

export interface FoundToken {
  readonly token: string;
  readonly via: 'cookie' | 'bearer';
}

export interface SignedIn {
  readonly user: UserRow;
  readonly sessionId: string;
  readonly via: FoundToken['via'];
}

/** What `signedIn` puts into `c.var`. */
export type SignedInVariables = SignedIn;

/** The token of a request. A bearer token takes precedence over a cookie; a malformed one hides the cookie too. */
export function tokenOf(request: Request): FoundToken | undefined {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) {
    const token = /^Bearer ([A-Za-z0-9._-]{1,256})$/i.exec(authorization.trim())?.[1];
    return token === undefined ? undefined : { token, via: 'bearer' };
  }
  const cookie = readCookie(request, 'session');
  return cookie ? { token: cookie, via: 'cookie' } : undefined;
}

/**
 * The user and session of a request, or undefined. One D1 round trip; none for a token that is not ours. Throws `bad_origin` before any
 * read if a changing request with a cookie comes from another site, and `bad_request` if a plain form could have sent it.
 */
export async function authenticate(env: Pick<Env, 'DB'>, request: Request): Promise<SignedIn | undefined> {
  const found = tokenOf(request);
  if (!found) return undefined;
  if (found.via === 'cookie') assertOwnOrigin(request);
  const read = await readToken(await tokenKey(env.DB), found.token);
  if (!read) return undefined;
  const [, rows] = await env.DB.batch([
    touchSession(env.DB, read.sessionId),
    env.DB.prepare(`SELECT ${USER_COLUMNS} FROM sessions s JOIN users u ON u.id = s.user_id
        WHERE s.id = ?1 AND s.user_id = ?2 AND s.expires_at > ${NOW_MS}`).bind(read.sessionId, read.userId),
  ]);
  const raw = rowsOf<RawUserRow>(rows)[0];
  return raw && { user: toUserRow(raw), sessionId: read.sessionId, via: found.via };
}

/** Throws if a browser sends a changing request for another site. */
export function assertOwnOrigin(request: Request): void {
  if (isSafe(request)) return;
  if (!sameOrigin(request)) throw new ProtocolError('bad_origin', 'The request comes from another site.');
  if (hasBody(request) && !isJson(request)) throw new ProtocolError('bad_request', 'Send JSON as application/json.');
}

/** Requires a live session, and sets `user`, `sessionId` and `via` in `c.var`. One D1 round trip. */
export const signedIn = createMiddleware<{ Bindings: Env; Variables: SignedInVariables }>(async (c, next) => {
  const session = await authenticate(c.env, c.req.raw);
  if (!session) throw new ProtocolError('unauthenticated', 'Sign in first.');
  c.set('user', session.user);
  c.set('sessionId', session.sessionId);
  c.set('via', session.via);
  await next();
});
