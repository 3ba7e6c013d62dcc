import { MENTIONS_LISTED_MAX } from '../../../protocol/limits';
import { rolesWith } from '../sql/rights';

// A message that mentions the member and everyone counts once.
const UNREAD = `SELECT json_group_array(seq) AS seqs FROM (
  SELECT DISTINCT w.seq FROM mentions w WHERE w.conversation_id = m.conversation_id AND w.user_id IN (m.user_id, '*')
    AND w.seq > max(m.read_seq, m.visible_after_seq) AND (m.left_seq IS NULL OR w.seq <= m.left_seq)
  ORDER BY w.seq LIMIT ${MENTIONS_LISTED_MAX})`;

const QUERY = `SELECT (${UNREAD}) AS seqs FROM memberships m WHERE m.conversation_id = ?1 AND m.user_id = ?2`;

/** The seqs of a member's unread mentions, oldest first; undefined if they never were a member. One D1 round trip. */
export async function readMentions(db: D1Database, conversationId: string, userId: string): Promise<number[] | undefined> {
  const row = await db.prepare(QUERY).bind(conversationId, userId).first<{ seqs: string }>();
  return row === null ? undefined : (JSON.parse(row.seqs) as number[]);
}

// The users that the message `?7` of conversation `?1` mentions before a change: in its first wording and in the current one. With their
// ids the statements below seek in the key (conversation, user, seq) instead of reading all mentions of the conversation.
const MENTIONED_BEFORE = `SELECT w.value FROM entries t JOIN json_each(t.body, '$.mentions') w WHERE t.conversation_id = ?1 AND t.seq = ?7
  UNION SELECT w.value FROM entries t JOIN json_each(t.edited_body, '$.mentions') w WHERE t.conversation_id = ?1 AND t.seq = ?7`;

/** SQL: whether the edit `?6` mentions everyone. */
export const EDIT_NAMES_EVERYONE = "EXISTS (SELECT 1 FROM json_each(?6, '$.body.mentions') w WHERE w.value = '*')";

/**
 * Statements that update the mentions for an edit; they must run before the message gets its new body. `fresh` is an SQL condition: the
 * change takes effect. Parameters as in `changes.ts`: `?1` conversation, `?2` author, `?6` the change, `?7` its target. They return
 * `{userId}` for every removed or added row, `*` for everyone. An edit that mentions the same users writes no row.
 */
export function replaceMentions(fresh: string): string[] {
  return [
    `DELETE FROM mentions WHERE conversation_id = ?1 AND seq = ?7 AND user_id IN (${MENTIONED_BEFORE})
      AND user_id NOT IN (SELECT w.value FROM json_each(?6, '$.body.mentions') w) AND ${fresh} RETURNING user_id AS userId`,
    `INSERT INTO mentions (conversation_id, user_id, seq)
      SELECT ?1, w.value, ?7 FROM json_each(?6, '$.body.mentions') w
      CROSS JOIN entries t ON t.conversation_id = ?1 AND t.seq = ?7 AND t.hidden = 0
      CROSS JOIN memberships m ON m.conversation_id = ?1 AND m.user_id = CASE w.value WHEN '*' THEN ?2 ELSE w.value END
        AND m.left_seq IS NULL AND m.visible_after_seq < ?7 AND (w.value <> '*' OR m.role IN ${rolesWith('mentionAll')})
      WHERE ${fresh} ON CONFLICT DO NOTHING RETURNING user_id AS userId`,
  ];
}

/** The statement that deletes the mentions for a recall; it must run while the message still has its text. Parameters as above. */
export function deleteMentions(fresh: string): string {
  return `DELETE FROM mentions WHERE conversation_id = ?1 AND seq = ?7 AND user_id IN (${MENTIONED_BEFORE}) AND ${fresh} RETURNING user_id AS userId`;
}
