import { Hono } from 'hono';
import { type SignedInVariables, signedIn } from '../access/authenticate';
import type { Env } from '../platform/env';
import { readDrafts } from '../store/drafts';

/** `GET /api/drafts`: what one has begun to write, for a device that comes back. Two D1 round trips: the session, the drafts. */
export const draftRoutes = new Hono<{ Bindings: Env; Variables: SignedInVariables }>().get('/', signedIn, async (c) =>
  c.json({ drafts: await readDrafts(c.env.DB, c.var.user.id) }),
);
