import { MENTIONS_TOLD_MAX } from '../../../protocol/limits';

// A message that names the member and everyone is one.
const UNREAD = `SELECT json_group_array(seq) AS seqs FROM (
  SELECT DISTINCT w.seq FROM mentions w WHERE w.conversation_id = m.conversation_id AND w.user_id IN (m.user_id, '*')
    AND w.seq > max(m.read_seq, m.visible_after_seq) AND (m.left_seq IS NULL OR w.seq <= m.left_seq)
  ORDER BY w.seq LIMIT ${MENTIONS_TOLD_MAX})`;

const QUERY = `SELECT (${UNREAD}) AS seqs FROM memberships m WHERE m.conversation_id = ?1 AND m.user_id = ?2`;

/** Where a member's unread mentions are, the oldest first; undefined for who never was in. One D1 round trip. */
export async function readMentions(db: D1Database, conversationId: string, userId: string): Promise<number[] | undefined> {
  const row = await db.prepare(QUERY).bind(conversationId, userId).first<{ seqs: string }>();
  return row === null ? undefined : (JSON.parse(row.seqs) as number[]);
}
