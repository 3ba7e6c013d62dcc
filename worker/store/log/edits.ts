import { kindsSql } from '../../../protocol/bodies';
import type { Edit } from '../../../protocol/records';

/** The most edits in a history: the newest ones. The first wording is always included. */
const EDITS_MAX = 200;

// A member sees the edits that they may see, of a message that they may see. A recalled message has no wordings.
const SEEN = `m.conversation_id = ?1 AND m.user_id = ?2 AND t.seq > m.visible_after_seq AND (m.left_seq IS NULL OR t.seq <= m.left_seq)
  AND (t.hidden = 0 OR t.sender_id = ?2) AND t.recalled_at IS NULL AND json_extract(t.body, '$.kind') IN ${kindsSql('editable', true)}
  AND NOT EXISTS (SELECT 1 FROM deletions d WHERE d.conversation_id = ?1 AND d.user_id = ?2 AND d.seq = ?3)`;

const WORDINGS = `SELECT * FROM (
SELECT t.seq, t.body, t.created_at AS at FROM memberships m
JOIN entries t ON t.conversation_id = ?1 AND t.seq = ?3 AND t.kind = 'message' WHERE ${SEEN}
UNION ALL SELECT * FROM (
SELECT e.seq, json_extract(e.body, '$.body') AS body, e.created_at AS at FROM memberships m
JOIN entries t ON t.conversation_id = ?1 AND t.seq = ?3 AND t.kind = 'message'
JOIN entries e INDEXED BY entries_edits ON e.conversation_id = ?1 AND e.seq > ?3 AND e.target_seq = ?3 AND e.kind = 'edit'
  AND (m.left_seq IS NULL OR e.seq <= m.left_seq) AND (e.hidden = 0 OR e.sender_id = ?2)
WHERE ${SEEN} ORDER BY e.seq DESC LIMIT ${EDITS_MAX})) ORDER BY seq`;

/**
 * All wordings of a message, oldest first; undefined if the user sees no such text. One D1 round trip, which reads only the edits of this
 * message.
 */
export async function readWordings(db: D1Database, conversationId: string, userId: string, seq: number): Promise<Edit[] | undefined> {
  const { results } = await db.prepare(WORDINGS).bind(conversationId, userId, seq).all<{ body: string; at: number }>();
  if (results.length === 0) return undefined;
  return results.map(({ body, at }) => ({ body: JSON.parse(body) as Edit['body'], at }));
}
