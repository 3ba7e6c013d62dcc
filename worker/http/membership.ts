import { Hono } from 'hono';
import * as v from 'valibot';
import { ProtocolError } from '../../protocol/errors';
import type { ConversationSummary } from '../../protocol/records';
import { time } from '../../protocol/text';
import type { SignedInVariables } from '../access/authenticate';
import { tellOwn } from '../messaging/announce';
import type { Env } from '../platform/env';
import { clearHistory, deleteForMe, hideConversation, patchMembership, restoreForMe } from '../store/groups/membership-settings';
import { readWordings } from '../store/log/edits';
import { readMentions } from '../store/log/mentions';
import { readReaders } from '../store/log/readers';
import { NOT_FOUND, parseBody, parseWith } from './app-errors';
import { whole } from './fields';
import type { AppContext } from './group-command';

const Patch = v.object({
  mutedUntil: v.optional(v.nullable(time)),
  pinned: v.optional(v.boolean()),
  archived: v.optional(v.boolean()),
  markedUnread: v.optional(v.boolean()),
});

const Seq = whole(1, Number.MAX_SAFE_INTEGER);

/** `/api/conversations/:id/…`: what a member looks up of a message, and what they set and keeps from sight for themselves alone; all their devices learn of it. */
export const membershipRoutes = new Hono<{ Bindings: Env; Variables: SignedInVariables }>()
  .patch('/:id/membership', async (c) => {
    const patch = await parseBody(c, Patch);
    const patched = await patchMembership(c.env.DB, c.req.param('id'), c.var.user.id, patch);
    if (patched?.leftSeq !== undefined) throw new ProtocolError('not_member', 'You are no longer a member of this conversation.');
    return c.json({ conversation: told(c, patched) });
  })
  .delete('/:id/membership', async (c) => {
    told(c, await hideConversation(c.env.DB, c.req.param('id'), c.var.user.id));
    return c.body(null, 204);
  })
  .delete('/:id/history', async (c) => {
    told(c, await clearHistory(c.env.DB, c.req.param('id'), c.var.user.id));
    return c.body(null, 204);
  })
  .delete('/:id/messages/:seq', async (c) => {
    const seq = parseWith(Seq, c.req.param('seq'), 'not_found');
    told(c, await deleteForMe(c.env.DB, c.req.param('id'), c.var.user.id, seq));
    return c.body(null, 204);
  })
  .put('/:id/messages/:seq', async (c) => {
    const seq = parseWith(Seq, c.req.param('seq'), 'not_found');
    told(c, await restoreForMe(c.env.DB, c.req.param('id'), c.var.user.id, seq));
    return c.body(null, 204);
  })
  .get('/:id/mentions', async (c) => {
    const seqs = await readMentions(c.env.DB, c.req.param('id'), c.var.user.id);
    if (!seqs) throw new ProtocolError('not_found', NOT_FOUND);
    return c.json({ seqs });
  })
  .get('/:id/messages/:seq/readers', async (c) => {
    const seq = parseWith(Seq, c.req.param('seq'), 'not_found');
    const readers = await readReaders(c.env.DB, c.req.param('id'), c.var.user.id, seq);
    if (!readers) throw new ProtocolError('not_found', NOT_FOUND);
    return c.json(readers);
  })
  .get('/:id/messages/:seq/edits', async (c) => {
    const seq = parseWith(Seq, c.req.param('seq'), 'not_found');
    const edits = await readWordings(c.env.DB, c.req.param('id'), c.var.user.id, seq);
    if (!edits) throw new ProtocolError('not_found', NOT_FOUND);
    return c.json({ edits });
  });

/** The summary as it is now, on its way to the user's connections. Throws `not_found` where there is none. */
function told(c: AppContext, conversation: ConversationSummary | undefined): ConversationSummary {
  if (!conversation) throw new ProtocolError('not_found', NOT_FOUND);
  c.executionCtx.waitUntil(tellOwn(c.env, c.var.user.id, conversation));
  return conversation;
}
