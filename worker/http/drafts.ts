import { Hono } from 'hono';
import { type SignedInVariables, signedIn } from '../access/authenticate';
import type { Env } from '../platform/env';
import { readDrafts } from '../store/drafts';

/** `GET /api/drafts`: the user's drafts, for a device that reconnects. Two D1 round trips: the session, the drafts. */
export const draftRoutes = new Hono<{ Bindings: Env; Variables: SignedInVariables }>().get('/', signedIn, async (c) =>
  c.json({ drafts: await readDrafts(c.env.DB, c.var.user.id) }),
);
