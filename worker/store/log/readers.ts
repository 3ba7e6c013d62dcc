import { RECEIPTS_MEMBERS_MAX } from './marks';

/** The readers of a message; in larger groups only their number. */
export interface Readers {
  readonly count: number;
  readonly userIds?: readonly string[];
}

// A member who joined later has a mark beyond earlier messages without having read them. Senders, and users with read receipts off, are
// left out.
const READERS = `SELECT c.member_count AS memberCount, count(o.user_id) AS count,
  CASE WHEN c.member_count <= ${RECEIPTS_MEMBERS_MAX} THEN json_group_array(o.user_id) FILTER (WHERE o.user_id IS NOT NULL) END AS users
FROM memberships m
JOIN users me ON me.id = m.user_id AND coalesce(json_extract(me.settings, '$.readReceipts'), 1)
JOIN conversations c ON c.id = m.conversation_id
JOIN entries e ON e.conversation_id = c.id AND e.seq = ?3 AND e.kind = 'message' AND e.seq > m.visible_after_seq AND (e.hidden = 0 OR e.sender_id = ?2)
LEFT JOIN (memberships o JOIN users u ON u.id = o.user_id AND coalesce(json_extract(u.settings, '$.readReceipts'), 1))
  ON o.conversation_id = c.id AND o.left_seq IS NULL AND o.read_seq >= e.seq AND o.user_id <> e.sender_id AND o.visible_after_seq < e.seq
  AND e.seq > o.delivered_seq
  AND e.hidden = 0
WHERE m.conversation_id = ?1 AND m.user_id = ?2 AND m.left_seq IS NULL GROUP BY c.id`;

/**
 * Reads the readers of a message; undefined if the user does not see the message or has read receipts off. One D1 round trip, which reads
 * the members.
 */
export async function readReaders(db: D1Database, conversationId: string, userId: string, seq: number): Promise<Readers | undefined> {
  const row = await db.prepare(READERS).bind(conversationId, userId, seq).first<{ count: number; users: string | null }>();
  if (!row) return undefined;
  return { count: row.count, ...(row.users !== null && { userIds: JSON.parse(row.users) as string[] }) };
}
