// A server that knows more than today's pages, for tests alone: the product's Worker, and a door through which a test writes entries of
// kinds that do not exist yet. `POST /api/__newer` stores one and lets the product's own hubs push it.

import product, { FanOutWorker, Ledger, UserHub } from '../../worker/index';
import { changeItem, messageItem } from '../../worker/messaging/items';
import type { Env } from '../../worker/platform/env';
import { toChange, toMessage } from '../../worker/store/log/entries';
import { readEntries } from '../../worker/store/log/pages';
import type { NewerEntry } from './newer';

export { FanOutWorker, Ledger, UserHub };

const STORE = `INSERT INTO entries (conversation_id, seq, n, message_seq, sender_id, client_msg_id, kind, body, target_seq, created_at)
SELECT l.conversation_id, l.seq + 1, l.n + ?6, CASE WHEN ?3 = 'message' THEN l.seq + 1 ELSE l.message_seq END, u.id, ?7, ?3, ?4, ?5, max(?8, l.created_at)
FROM entries l JOIN users u ON u.name = ?2 WHERE l.conversation_id = ?1 ORDER BY l.seq DESC LIMIT 1 RETURNING seq`;

async function add(env: Env, { conversationId, sender, kind, body, targetSeq, counts }: NewerEntry): Promise<number> {
  const stored = await env.DB.prepare(STORE)
    .bind(conversationId, sender, kind, JSON.stringify(body), targetSeq ?? null, Number(counts), crypto.randomUUID(), Date.now())
    .first<{ seq: number }>();
  if (stored === null) throw new Error('nothing was said there yet');
  const { results } = await env.DB.prepare('SELECT user_id AS id FROM memberships WHERE conversation_id = ?1').bind(conversationId).all();
  for (const { id } of results as { id: string }[]) {
    const [row] = await readEntries(env.DB, id, [[conversationId, stored.seq]]);
    if (row) await env.USER_HUB.getByName(id).deliver([row.kind === 'message' ? messageItem(toMessage(row)) : changeItem(toChange(row))]);
  }
  return stored.seq;
}

export default {
  async fetch(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
    if (new URL(request.url).pathname !== '/api/__newer') return product.fetch(request, env, ctx);
    return Response.json({ seq: await add(env, await request.json()) });
  },
};
