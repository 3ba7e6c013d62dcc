import { Hono } from 'hono';
import * as v from 'valibot';
import { ProtocolError } from '../../protocol/errors';
import { IDS_PER_CALL_MAX, PAGE_DEFAULT, PAGE_MAX, TITLE_MAX_CHARS } from '../../protocol/limits';
import { id, text } from '../../protocol/text';
import { type SignedInVariables, signedIn } from '../access/authenticate';
import type { Env } from '../env';
import { announce } from '../messaging/announce';
import { openDirect } from '../store/conversations';
import { createGroup } from '../store/groups';
import { directConversationId, groupConversationId, secureRandom } from '../store/ids';
import { readSummaries } from '../store/inbox';
import { readPage } from '../store/pages';
import { NOT_FOUND, parseBody, parseWith } from './app-errors';

/** A group's title: kept as written, but not blank. */
export const Title = v.pipe(
  text(1, TITLE_MAX_CHARS),
  v.check((value) => value.trim() !== '', 'must not be blank'),
);

/** Ids of people; `assertCount` bounds them, since too many of them are `too_large` rather than malformed. */
export const UserIds = v.array(id);

/** Throws `too_large` for more ids than one call may name. */
export function assertCount(ids: readonly string[]): void {
  if (ids.length > IDS_PER_CALL_MAX) throw new ProtocolError('too_large', `One call names at most ${IDS_PER_CALL_MAX} people.`);
}

const NewConversation = v.variant('kind', [
  v.object({ kind: v.literal('direct'), userId: id }),
  v.object({ kind: v.literal('group'), title: Title, memberIds: v.optional(UserIds, []) }),
]);

const whole = (min: number, max: number) =>
  v.pipe(v.string(), v.regex(/^\d{1,16}$/), v.transform(Number), v.safeInteger(), v.minValue(min), v.maxValue(max));

const RangeQuery = v.object({
  before: v.optional(whole(1, Number.MAX_SAFE_INTEGER)),
  after: v.optional(whole(0, Number.MAX_SAFE_INTEGER)),
  limit: v.optional(whole(1, PAGE_MAX), String(PAGE_DEFAULT)),
});

/** `/api/conversations`: making and reading them. */
export const conversationRoutes = new Hono<{ Bindings: Env; Variables: SignedInVariables }>()
  .use(signedIn)
  .post('/', async (c) => {
    const wanted = await parseBody(c, NewConversation);
    const me = c.var.user.id;
    if (wanted.kind === 'direct') {
      const conversationId = await directConversationId(me, wanted.userId);
      const opened = await openDirect(c.env.DB, conversationId, me, wanted.userId);
      if (opened === 'not_allowed') throw new ProtocolError('not_allowed', 'This person accepts messages from contacts only.');
      const conversation = opened === 'not_found' ? undefined : opened.summaries.get(me);
      if (opened === 'not_found' || !conversation) throw new ProtocolError('not_found', NOT_FOUND);
      if (opened.created) {
        const told = { conversationId, messages: [], audience: [], summariesFor: opened.online, newcomers: opened.online };
        c.executionCtx.waitUntil(announce(c.env, told));
      }
      return c.json({ conversation }, opened.created ? 201 : 200);
    }
    assertCount(wanted.memberIds);
    const group = {
      id: groupConversationId(secureRandom),
      ownerId: me,
      title: wanted.title,
      memberIds: wanted.memberIds,
      clientMsgId: crypto.randomUUID(),
    };
    const { conversation, online } = await createGroup(c.env.DB, group);
    c.executionCtx.waitUntil(
      announce(c.env, { conversationId: group.id, messages: [], audience: [], summariesFor: online, newcomers: online }),
    );
    return c.json({ conversation }, 201);
  })
  .get('/:id', async (c) => {
    const conversation = (await readSummaries(c.env.DB, c.req.param('id'), [c.var.user.id])).get(c.var.user.id);
    if (!conversation) throw new ProtocolError('not_found', NOT_FOUND);
    return c.json({ conversation });
  })
  .get('/:id/messages', async (c) => {
    const { before, after, limit } = parseWith(RangeQuery, c.req.query());
    if (before !== undefined && after !== undefined) throw new ProtocolError('bad_request', 'A page has before or after, not both.');
    const result = await readPage(c.env.DB, c.var.user.id, null, { conversationId: c.req.param('id'), before, after, limit });
    if (!result.ok) throw new ProtocolError('not_found', NOT_FOUND);
    return c.json(result.page);
  });
