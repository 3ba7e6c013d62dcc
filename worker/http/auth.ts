import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import { ProtocolError } from '../../protocol/errors';
import { email, givenPassword, name, newPassword } from '../../protocol/form-fields';
import { text } from '../../protocol/text';
import { type SignedInVariables, signedIn, tokenOf } from '../access/authenticate';
import { changePassword } from '../access/changing-password';
import { readCookie, writeCookie } from '../access/cookies';
import { endSessions } from '../access/end-sessions';
import { sameOrigin } from '../access/origin';
import { type OpenedSession, signIn } from '../access/signing-in';
import { signUp } from '../access/signing-up';
import { issueDeviceMark, readDeviceMark, readToken, tokenKey } from '../access/tokens';
import { joinLobby } from '../messaging/join-lobby';
import type { Env } from '../platform/env';
import { listSessions, SESSION_LIFETIME_MS } from '../store/people/sessions';
import { toSelf } from '../store/people/users';
import { secureRandom } from '../store/sql/ids';
import { NOT_FOUND, parseBody } from './app-errors';

const transport = v.optional(v.picklist(['cookie', 'bearer']), 'cookie');
const SignUp = v.object({ email, password: newPassword, name, invite: v.optional(text(1, 256)), transport });
const SignIn = v.object({ email, password: givenPassword, transport });
const Password = v.object({ current: givenPassword, next: newPassword });

const LIFETIME_SECONDS = SESSION_LIFETIME_MS / 1000;

type App = { Bindings: Env; Variables: SignedInVariables };

/**
 * Accounts and sessions, mounted at `/api/auth`. Routes for signed-in users need one more D1 round trip for the session, which their
 * counts include.
 */
export const authRoutes = new Hono<App>()
  /** Two round trips; one more if there is a lobby. */
  .post('/sign-up', async (c) => {
    assertNotForeign(c.req.raw);
    const application = await parseBody(c, SignUp);
    const opened = await signUp(c.env, c.req.raw, application);
    await joinLobby(c.env, opened.user.id, (work) => c.executionCtx.waitUntil(work));
    return answer(c, opened, application.transport, 201);
  })
  /** Two round trips; one more and an RPC if the cookie holds an older session. */
  .post('/sign-in', async (c) => {
    assertNotForeign(c.req.raw);
    const given = await parseBody(c, SignIn);
    return answer(c, await signIn(c.env, c.req.raw, given.email, given.password), given.transport, 200);
  })
  /** Two round trips and an RPC. */
  .post('/sign-out', signedIn, async (c) => {
    await endSessions(c.env, c.var.user.id, [c.var.sessionId]);
    return forgetSession(c);
  })
  /** One round trip. Every page load calls this route, so it renews the cookie, as every request renews the session. */
  .get('/session', signedIn, (c) => {
    const found = tokenOf(c.req.raw);
    if (found?.via === 'cookie') c.header('set-cookie', writeCookie(new URL(c.req.url), 'session', found.token, LIFETIME_SECONDS));
    return c.json({ user: toSelf(c.var.user) });
  })
  /** Two round trips. */
  .get('/sessions', signedIn, async (c) => c.json({ sessions: await listSessions(c.env.DB, c.var.user.id, c.var.sessionId) }))
  /** Two round trips and an RPC. */
  .delete('/sessions/:id', signedIn, async (c) => {
    const id = c.req.param('id');
    const ended = await endSessions(c.env, c.var.user.id, [id]);
    if (ended.length === 0) throw new ProtocolError('not_found', NOT_FOUND);
    return id === c.var.sessionId ? forgetSession(c) : c.body(null, 204);
  })
  /** Three round trips and an RPC. */
  .post('/password', signedIn, async (c) => {
    const { current, next } = await parseBody(c, Password);
    await changePassword(c.env, c.var.user.id, c.var.sessionId, current, next);
    return c.body(null, 204);
  });

/** Another site must not sign a user in, whether to their own account or to one that the site chose. */
function assertNotForeign(request: Request): void {
  if (request.headers.has('origin') && !sameOrigin(request)) throw new ProtocolError('bad_origin', 'The request comes from another site.');
}

async function answer(c: Context<App>, { user, token }: OpenedSession, via: 'cookie' | 'bearer', status: 200 | 201): Promise<Response> {
  if (via === 'bearer') return c.json({ user: toSelf(user), token }, status);
  const url = new URL(c.req.url);
  const key = await tokenKey(c.env.DB);
  // The session in the replaced cookie ends: a token that somebody planted there becomes worthless.
  const before = await readToken(key, readCookie(c.req.raw, 'session') ?? '');
  if (before) await endSessions(c.env, before.userId, [before.sessionId]);
  c.header('set-cookie', writeCookie(url, 'session', token, LIFETIME_SECONDS), { append: true });
  const kept = readCookie(c.req.raw, 'device');
  const mark = kept && (await readDeviceMark(key, kept)) === user.id ? kept : await issueDeviceMark(key, user.id, secureRandom);
  c.header('set-cookie', writeCookie(url, 'device', mark, LIFETIME_SECONDS), { append: true });
  return c.json({ user: toSelf(user) }, status);
}

function forgetSession(c: Context<App>): Response {
  if (c.var.via === 'cookie') c.header('set-cookie', writeCookie(new URL(c.req.url), 'session', '', 0));
  return c.body(null, 204);
}
