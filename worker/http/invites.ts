import { Hono } from 'hono';
import * as v from 'valibot';
import { ProtocolError } from '../../protocol/errors';
import { MEMBERS_MAX, NOTE_MAX_CHARS } from '../../protocol/limits';
import type { Capability } from '../../protocol/roles';
import { text, time } from '../../protocol/text';
import { type SignedInVariables, signedIn } from '../access/authenticate';
import { announce } from '../messaging/announce';
import type { Env } from '../platform/env';
import { readMembershipState } from '../store/groups/group-commands';
import {
  ACCEPT,
  declineRequest,
  INVITES_MAX,
  insertInvite,
  insertRequest,
  JOIN,
  listInvites,
  listRequests,
  REQUESTED,
  readPreview,
  revokeInvite,
} from '../store/groups/invites';
import { readSummaries } from '../store/inbox';
import { randomId, secureRandom } from '../store/sql/ids';
import { NOT_FOUND, parseBody } from './app-errors';
import { type AppContext, affectedUserIds, assertMay, runGroupCommand } from './group-command';

const NewInvite = v.object({
  expiresAt: v.optional(time),
  usesMax: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MEMBERS_MAX))),
});

/** `/api/conversations/:id/invites` and `/requests`: invite links and join requests, for the members who manage them. */
export const inviteLinkRoutes = new Hono<{ Bindings: Env; Variables: SignedInVariables }>()
  .post('/:id/invites', async (c) => {
    const { expiresAt = null, usesMax = null } = await parseBody(c, NewInvite);
    const newInvite = { code: randomId(secureRandom), expiresAt, usesMax };
    const invite = await insertInvite(c.env.DB, c.req.param('id'), c.var.user.id, newInvite);
    if (invite) return c.json({ invite }, 201);
    await assertMember(c, c.req.param('id'), 'link');
    throw new ProtocolError('too_large', `A group has at most ${INVITES_MAX} links.`);
  })
  .get('/:id/invites', async (c) => {
    await assertMember(c, c.req.param('id'), 'link');
    return c.json({ invites: await listInvites(c.env.DB, c.req.param('id')) });
  })
  .delete('/:id/invites/:code', async (c) => {
    if (await revokeInvite(c.env.DB, c.req.param('id'), c.var.user.id, c.req.param('code'))) return c.body(null, 204);
    await assertMember(c, c.req.param('id'), 'link');
    throw new ProtocolError('not_found', NOT_FOUND);
  })
  .get('/:id/requests', async (c) => {
    await assertMember(c, c.req.param('id'), 'approve');
    return c.json({ requests: await listRequests(c.env.DB, c.req.param('id')) });
  })
  .post('/:id/requests/:userId/accept', async (c) => {
    const args = { userId: c.req.param('userId') };
    const command = { conversationId: c.req.param('id'), args, steps: [ACCEPT], audience: 'after', probe: REQUESTED } as const;
    const result = await runGroupCommand(c, command, (done) => ({ newcomers: affectedUserIds(done), users: [c.var.user.id] }));
    if (result.messages.length === 0) {
      assertMay(result.state, 'approve');
      if (result.state.probe !== 1) throw new ProtocolError('not_found', NOT_FOUND);
      throw new ProtocolError('too_large', `A group has at most ${MEMBERS_MAX} members.`);
    }
    return c.json({ conversation: result.conversation });
  })
  .delete('/:id/requests/:userId', async (c) => {
    const conversationId = c.req.param('id');
    const approvers = await declineRequest(c.env.DB, conversationId, c.var.user.id, c.req.param('userId'));
    if (!approvers) {
      await assertMember(c, conversationId, 'approve');
      throw new ProtocolError('not_found', NOT_FOUND);
    }
    c.executionCtx.waitUntil(announce(c.env, { conversationId, messages: [], audience: [], summariesFor: approvers }));
    return c.body(null, 204);
  });

/** `/api/invites/:code`: preview and join, for the holder of a link. */
export const inviteRoutes = new Hono<{ Bindings: Env; Variables: SignedInVariables }>()
  .use(signedIn)
  .get('/:code', async (c) => {
    const { groupId: _, ...invite } = await preview(c, c.req.param('code'));
    return c.json({ invite });
  })
  .post('/:code/join', async (c) => {
    const { note } = await parseBody(c, v.object({ note: v.optional(text(1, NOTE_MAX_CHARS)) }));
    const { code, approval, conversationId, groupId } = await preview(c, c.req.param('code'));
    if (conversationId !== undefined) return joined(c, conversationId);
    if (approval) {
      const { isNew, isPending: waits, approvers } = await insertRequest(c.env.DB, groupId, c.var.user.id, code, note ?? null);
      if (isNew)
        c.executionCtx.waitUntil(announce(c.env, { conversationId: groupId, messages: [], audience: [], summariesFor: approvers }));
      // Otherwise the group stopped requiring approval between the two reads, and the user joins directly.
      if (waits) return c.json({ requested: true }, 202);
    }
    const command = { conversationId: groupId, args: { code }, steps: [JOIN], audience: 'after' } as const;
    const result = await runGroupCommand(c, command, (done) => ({ newcomers: affectedUserIds(done) }));
    if (result.messages.length > 0) return c.json({ conversation: result.conversation });
    // The user joined by another way meanwhile, the link was used up, or the group is full.
    if (result.state.role !== null && !result.state.left) return joined(c, groupId);
    if (result.state.memberCount >= MEMBERS_MAX) throw new ProtocolError('too_large', `A group has at most ${MEMBERS_MAX} members.`);
    throw new ProtocolError('not_found', NOT_FOUND);
  });

async function preview(c: AppContext, code: string) {
  const found = await readPreview(c.env.DB, code, c.var.user.id);
  if (!found) throw new ProtocolError('not_found', NOT_FOUND);
  return found;
}

async function joined(c: AppContext, conversationId: string): Promise<Response> {
  const conversation = (await readSummaries(c.env.DB, conversationId, [c.var.user.id])).get(c.var.user.id);
  if (!conversation) throw new ProtocolError('not_found', NOT_FOUND);
  return c.json({ conversation });
}

async function assertMember(c: AppContext, conversationId: string, capability: Capability): Promise<void> {
  assertMay(await readMembershipState(c.env.DB, conversationId, c.var.user.id), capability);
}
