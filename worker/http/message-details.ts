import { Hono } from 'hono';
import { ProtocolError } from '../../protocol/errors';
import type { SignedInVariables } from '../access/authenticate';
import type { Env } from '../platform/env';
import { readWordings } from '../store/log/edits';
import { readMentions } from '../store/log/mentions';
import { readReaders } from '../store/log/readers';
import { NOT_FOUND, parseWith } from './app-errors';
import { MessageSeq } from './fields';

/** `/api/conversations/:id/…`: details of messages: unread mentions, readers, earlier wordings. */
export const messageDetailRoutes = new Hono<{ Bindings: Env; Variables: SignedInVariables }>()
  .get('/:id/mentions', async (c) => {
    const seqs = await readMentions(c.env.DB, c.req.param('id'), c.var.user.id);
    if (!seqs) throw new ProtocolError('not_found', NOT_FOUND);
    return c.json({ seqs });
  })
  .get('/:id/messages/:seq/readers', async (c) => {
    const seq = parseWith(MessageSeq, c.req.param('seq'), 'not_found');
    const readers = await readReaders(c.env.DB, c.req.param('id'), c.var.user.id, seq);
    if (!readers) throw new ProtocolError('not_found', NOT_FOUND);
    return c.json(readers);
  })
  .get('/:id/messages/:seq/edits', async (c) => {
    const seq = parseWith(MessageSeq, c.req.param('seq'), 'not_found');
    const edits = await readWordings(c.env.DB, c.req.param('id'), c.var.user.id, seq);
    if (!edits) throw new ProtocolError('not_found', NOT_FOUND);
    return c.json({ edits });
  });
