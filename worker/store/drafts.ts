import type { Draft } from '../../protocol/records';
import { aliveSql } from './people/sessions';

const KEEP = `INSERT INTO drafts (user_id, conversation_id, version, text, reply_to)
SELECT ?1, ?3, ?4, ?5, ?6
WHERE EXISTS (SELECT 1 FROM memberships m WHERE m.conversation_id = ?3 AND m.user_id = ?1)
  AND ${aliveSql('?2', '?1')}
ON CONFLICT (user_id, conversation_id) DO UPDATE SET version = excluded.version, text = excluded.text, reply_to = excluded.reply_to
WHERE version < excluded.version`;

/** Stores a draft unless a newer version is stored; returns whether it was stored. One round trip, one row written. */
export async function keepDraft(db: D1Database, userId: string, sessionId: string, draft: Draft): Promise<boolean> {
  const { meta } = await db
    .prepare(KEEP)
    .bind(userId, sessionId, draft.conversationId, draft.version, draft.text, draft.replyTo ?? null)
    .run();
  return meta.changes > 0;
}

const ALL = `SELECT conversation_id AS conversationId, version, text, reply_to AS replyTo FROM drafts WHERE user_id = ?1 ORDER BY version DESC LIMIT 500`;

/** A user's drafts, deleted ones included, newest first. One round trip. */
export async function readDrafts(db: D1Database, userId: string): Promise<Draft[]> {
  const { results } = await db.prepare(ALL).bind(userId).all<Omit<Draft, 'replyTo'> & { replyTo: number | null }>();
  return results.map(({ replyTo, ...draft }) => (replyTo === null ? draft : { ...draft, replyTo }));
}
