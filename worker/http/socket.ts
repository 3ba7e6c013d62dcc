import { Hono } from 'hono';
import { ProtocolError } from '../../protocol/errors';
import { tokenOf } from '../access/authenticate';
import { sameOrigin } from '../access/origin';
import { readToken, tokenKey } from '../access/tokens';
import type { Env } from '../platform/env';

/**
 * The upgrade. A token that we did not sign wakes no hub and reads no D1. The hub checks the session together with the inbox, so that a
 * reconnect is one D1 round trip in all (SYNC-3).
 */
export const socketRoutes = new Hono<{ Bindings: Env }>().get('/', async (c) => {
  const { req: request } = c;
  if (request.header('upgrade')?.toLowerCase() !== 'websocket')
    throw new ProtocolError('upgrade_required', 'This address speaks WebSocket: send an upgrade request.');
  const found = tokenOf(request.raw);
  if (found?.via === 'cookie' && !sameOrigin(request.raw)) throw new ProtocolError('bad_origin', 'The request comes from another site.');
  const signed = found && (await readToken(await tokenKey(c.env.DB), found.token));
  if (!signed) throw new ProtocolError('unauthenticated', 'Sign in first.');

  const headers = new Headers(request.raw.headers);
  headers.delete('cookie');
  headers.delete('authorization');
  headers.set('x-magpie-session', signed.sessionId);
  const answer = await c.env.USER_HUB.getByName(signed.userId).fetch(new Request(request.raw, { headers }));
  if (answer.status === 401) throw new ProtocolError('unauthenticated', 'The session has ended: sign in again.');
  return answer;
});
