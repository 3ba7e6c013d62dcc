import { Hono } from 'hono';
import * as v from 'valibot';
import { ProtocolError } from '../../protocol/errors';
import { ID_MAX_CHARS, IDS_PER_CALL_MAX, PAGE_DEFAULT, PAGE_MAX, QUERY_MAX_CHARS } from '../../protocol/limits';
import { id, text } from '../../protocol/text';
import { type SignedInVariables, signedIn } from '../access/authenticate';
import type { Env } from '../platform/env';
import { listPeople, readPeople, searchPeople } from '../store/people/people';
import { indexNameSounds } from '../store/people/spoken-names';
import { toSelf } from '../store/people/users';
import { NOT_FOUND, parseWith } from './app-errors';

/** Long enough for an e-mail address. */
const QUERY_CHARS = QUERY_MAX_CHARS * 4;

const Find = v.object({
  q: v.optional(text(0, QUERY_CHARS)),
  ids: v.optional(text(0, (ID_MAX_CHARS + 1) * IDS_PER_CALL_MAX)),
  after: v.optional(id),
  limit: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,3}$/), v.transform(Number), v.minValue(1), v.maxValue(PAGE_MAX)),
    String(PAGE_DEFAULT),
  ),
});
const Ids = v.pipe(v.array(id), v.maxLength(IDS_PER_CALL_MAX, `must name at most ${IDS_PER_CALL_MAX}`));

/** Whether the sounds of all stored names are indexed; known once per isolate. */
let allSoundsIndexed = false;

async function indexSomeSounds(db: D1Database): Promise<void> {
  try {
    allSoundsIndexed = (await indexNameSounds(db)) === 0;
  } catch {
    // The next search retries.
  }
}

type App = { Bindings: Env; Variables: SignedInVariables };

/**
 * Finding users, mounted at `/api/users`. Each route is two D1 round trips, including the session. E-mail addresses of others are never
 * returned, and users who blocked the caller are not found.
 */
export const userRoutes = new Hono<App>()
  /** By `q` or by `ids`; with neither, everyone by pages if the operator's directory is open, else nobody. */
  .get('/', signedIn, async (c) => {
    const { q, ids, after, limit } = parseWith(Find, c.req.query());
    const { DB } = c.env;
    const me = c.var.user.id;
    const open = c.env.DIRECTORY === 'open';
    if (ids !== undefined)
      return c.json({ users: await readPeople(DB, me, parseWith(Ids, ids.split(',').filter(Boolean)), open), hasMore: false });
    if (q?.trim()) {
      const found = await searchPeople(DB, me, q.trim(), limit);
      if (!allSoundsIndexed) c.executionCtx.waitUntil(indexSomeSounds(DB));
      return c.json(found);
    }
    return c.json(open ? await listPeople(DB, me, after ?? '', limit) : { users: [], hasMore: false });
  })
  /** The caller. One round trip. */
  .get('/me', signedIn, (c) => c.json({ user: toSelf(c.var.user) }))
  /** One user, for anyone who has the id: it cannot be guessed, and profile links carry it. */
  .get('/:id', signedIn, async (c) => {
    const [user] = await readPeople(c.env.DB, c.var.user.id, [parseWith(id, c.req.param('id'), 'not_found')], true);
    if (!user) throw new ProtocolError('not_found', NOT_FOUND);
    return c.json({ user });
  });
