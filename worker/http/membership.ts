import { Hono } from 'hono';
import * as v from 'valibot';
import { ProtocolError } from '../../protocol/errors';
import { PAGE_MAX } from '../../protocol/limits';
import type { ConversationSummary } from '../../protocol/records';
import { seq, time } from '../../protocol/text';
import type { SignedInVariables } from '../access/authenticate';
import { notifyOwnConnections } from '../messaging/announce';
import type { Env } from '../platform/env';
import { clearHistory, deleteForMe, hideConversation, patchMembership, restoreForMe } from '../store/groups/membership-settings';
import { NOT_FOUND, parseBody, parseWith } from './app-errors';
import { MessageSeq } from './fields';
import type { AppContext } from './group-command';

const Patch = v.object({
  mutedUntil: v.optional(v.nullable(time)),
  pinned: v.optional(v.boolean()),
  archived: v.optional(v.boolean()),
  markedUnread: v.optional(v.boolean()),
});

const Seqs = v.object({ seqs: v.pipe(v.array(seq), v.minLength(1), v.maxLength(PAGE_MAX)) });

/**
 * `/api/conversations/:id/…`: per-member settings, and messages and conversations that a member hides; all devices of the member are
 * notified.
 */
export const membershipRoutes = new Hono<{ Bindings: Env; Variables: SignedInVariables }>()
  .patch('/:id/membership', async (c) => {
    const patch = await parseBody(c, Patch);
    const patched = await patchMembership(c.env.DB, c.req.param('id'), c.var.user.id, patch);
    if (patched?.leftSeq !== undefined) throw new ProtocolError('not_member', 'You are no longer a member of this conversation.');
    return c.json({ conversation: publish(c, patched) });
  })
  .delete('/:id/membership', async (c) => {
    publish(c, await hideConversation(c.env.DB, c.req.param('id'), c.var.user.id));
    return c.body(null, 204);
  })
  .delete('/:id/history', async (c) => {
    publish(c, await clearHistory(c.env.DB, c.req.param('id'), c.var.user.id));
    return c.body(null, 204);
  })
  .delete('/:id/messages/:seq', async (c) => {
    const seq = parseWith(MessageSeq, c.req.param('seq'), 'not_found');
    publish(c, await deleteForMe(c.env.DB, c.req.param('id'), c.var.user.id, [seq]));
    return c.body(null, 204);
  })
  .put('/:id/messages/:seq', async (c) => {
    const seq = parseWith(MessageSeq, c.req.param('seq'), 'not_found');
    publish(c, await restoreForMe(c.env.DB, c.req.param('id'), c.var.user.id, [seq]));
    return c.body(null, 204);
  })
  .post('/:id/messages/delete', async (c) => {
    const { seqs } = await parseBody(c, Seqs);
    publish(c, await deleteForMe(c.env.DB, c.req.param('id'), c.var.user.id, seqs));
    return c.body(null, 204);
  })
  .post('/:id/messages/restore', async (c) => {
    const { seqs } = await parseBody(c, Seqs);
    publish(c, await restoreForMe(c.env.DB, c.req.param('id'), c.var.user.id, seqs));
    return c.body(null, 204);
  });

/** Sends the summary to the user's connections and returns it. Throws `not_found` if there is none. */
function publish(c: AppContext, conversation: ConversationSummary | undefined): ConversationSummary {
  if (!conversation) throw new ProtocolError('not_found', NOT_FOUND);
  c.executionCtx.waitUntil(notifyOwnConnections(c.env, c.var.user.id, conversation));
  return conversation;
}
