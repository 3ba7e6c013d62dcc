import { Hono } from 'hono';
import { type SignedInVariables, signedIn } from '../access/authenticate';
import type { Env } from '../platform/env';
import { readInbox } from '../store/inbox';

/** `GET /api/sync`: the inbox since a cursor. Two D1 round trips: the session, the inbox. */
export const syncRoutes = new Hono<{ Bindings: Env; Variables: SignedInVariables }>().get('/', signedIn, async (c) =>
  c.json(await readInbox(c.env.DB, c.var.user.id, c.req.query('cursor'))),
);
