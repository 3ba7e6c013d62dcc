import { Hono } from 'hono';
import * as v from 'valibot';
import { ProtocolError } from '../../protocol/errors';
import { title } from '../../protocol/form-fields';
import { ANNOUNCEMENT_MAX_CHARS, PAGE_DEFAULT, PAGE_MAX } from '../../protocol/limits';
import type { Capability } from '../../protocol/roles';
import { id, text } from '../../protocol/text';
import { type SignedInVariables, signedIn } from '../access/authenticate';
import { announce } from '../messaging/announce';
import type { Env } from '../platform/env';
import { openDirect } from '../store/groups/conversations';
import { createGroup, DISSOLVE, SET } from '../store/groups/groups';
import { readSummaries } from '../store/inbox';
import { readPage } from '../store/log/pages';
import { readPins } from '../store/log/pins';
import { directConversationId, groupConversationId, secureRandom } from '../store/sql/ids';
import { NOT_FOUND, parseBody, parseWith } from './app-errors';
import { assertCount, Hue, UserIds, whole } from './fields';
import { assertMay, runGroupCommand } from './group-command';
import { inviteLinkRoutes } from './invites';
import { memberRoutes } from './members';
import { membershipRoutes } from './membership';
import { messageDetailRoutes } from './message-details';

const NewConversation = v.variant('kind', [
  v.object({ kind: v.literal('direct'), userId: id }),
  v.object({ kind: v.literal('group'), title, memberIds: v.optional(UserIds, []) }),
]);

const RangeQuery = v.object({
  before: v.optional(whole(1, Number.MAX_SAFE_INTEGER)),
  after: v.optional(whole(0, Number.MAX_SAFE_INTEGER)),
  limit: v.optional(whole(1, PAGE_MAX), String(PAGE_DEFAULT)),
});

const PinsQuery = v.object({ before: RangeQuery.entries.before, limit: RangeQuery.entries.limit });

const Patch = v.object({
  title: v.optional(title),
  announcement: v.optional(text(0, ANNOUNCEMENT_MAX_CHARS)),
  mutedAll: v.optional(v.boolean()),
  history: v.optional(v.picklist(['joined', 'all'])),
  approval: v.optional(v.boolean()),
  hue: v.optional(Hue),
});

/** The step of `SET` that each field belongs to, and the capability it needs. */
const FIELDS = {
  title: { step: 'title', capability: 'rename' },
  announcement: { step: 'announcement', capability: 'announce' },
  mutedAll: { step: 'mutedAll', capability: 'muteAll' },
  history: { step: 'settings', capability: 'settings' },
  approval: { step: 'settings', capability: 'settings' },
  hue: { step: 'settings', capability: 'settings' },
} as const satisfies Record<keyof v.InferOutput<typeof Patch>, { step: keyof typeof SET; capability: Capability }>;

const FIELD_NAMES = Object.keys(FIELDS) as (keyof typeof FIELDS)[];

/** `/api/conversations`: creating, reading and changing conversations. */
export const conversationRoutes = new Hono<{ Bindings: Env; Variables: SignedInVariables }>()
  .use(signedIn)
  .post('/', async (c) => {
    const request = await parseBody(c, NewConversation);
    const me = c.var.user.id;
    if (request.kind === 'direct') {
      const conversationId = await directConversationId(me, request.userId);
      const opened = await openDirect(c.env.DB, conversationId, me, request.userId);
      if (opened === 'not_allowed') throw new ProtocolError('not_allowed', 'This person accepts messages from contacts only.');
      const conversation = opened === 'not_found' ? undefined : opened.summaries.get(me);
      if (opened === 'not_found' || !conversation) throw new ProtocolError('not_found', NOT_FOUND);
      if (opened.created) {
        const announcement = { conversationId, messages: [], audience: [], summariesFor: opened.online, newcomers: opened.online };
        c.executionCtx.waitUntil(announce(c.env, announcement));
      }
      return c.json({ conversation }, opened.created ? 201 : 200);
    }
    assertCount(request.memberIds);
    const group = {
      id: groupConversationId(secureRandom),
      ownerId: me,
      title: request.title,
      memberIds: request.memberIds,
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
    const result = await readPage(c.env.DB, c.var.user.id, null, { conversationId: c.req.param('id'), before, after, limit });
    if (!result.ok) throw new ProtocolError('not_found', NOT_FOUND);
    return c.json(result.page);
  })
  .get('/:id/pins', async (c) => {
    const { before = Number.MAX_SAFE_INTEGER, limit } = parseWith(PinsQuery, c.req.query());
    const pins = await readPins(c.env.DB, c.req.param('id'), c.var.user.id, { before, limit });
    if (!pins) throw new ProtocolError('not_found', NOT_FOUND);
    return c.json(pins);
  })
  .patch('/:id', async (c) => {
    const args = await parseBody(c, Patch);
    const fields = FIELD_NAMES.filter((name) => args[name] !== undefined).map((name) => FIELDS[name]);
    if (fields.length === 0) throw new ProtocolError('bad_request', 'The request names nothing to change.');
    const steps = [...new Set(fields.map(({ step }) => SET[step]))];
    const result = await runGroupCommand(c, { conversationId: c.req.param('id'), args, steps, audience: 'after' }, () => ({
      everyone: true,
    }));
    if (result.messages.length === 0) assertMay(result.state, ...fields.map(({ capability }) => capability));
    return c.json({ conversation: result.conversation });
  })
  .delete('/:id', async (c) => {
    const command = { conversationId: c.req.param('id'), args: {}, steps: [DISSOLVE], audience: 'after' } as const;
    const result = await runGroupCommand(c, command, () => ({ everyone: true }));
    if (result.messages.length === 0) assertMay(result.state, 'dissolve');
    return c.body(null, 204);
  })
  .route('/', memberRoutes)
  .route('/', membershipRoutes)
  .route('/', messageDetailRoutes)
  .route('/', inviteLinkRoutes);
