import { kindsSql } from '../../../protocol/bodies';
/** A membership whose unread count differs from the log. */
export interface UnreadDifference {
  readonly conversationId: string;
  readonly userId: string;
  /** The unread count in summaries: `lastN - readN`. */
  readonly said: number;
  /** The count in the log: countable messages after the member's mark. */
  readonly counted: number;
}

export interface UnreadCheck {
  /** Memberships that were recounted. */
  readonly checked: number;
  readonly differences: readonly UnreadDifference[];
  /** The start of the next call; undefined at the end. */
  readonly next: string | undefined;
}

// Countable: a message by a user that is not hidden. A recalled message still counts.
const RECOUNT = `WITH page AS MATERIALIZED (
  SELECT m.conversation_id AS c, m.user_id AS u, m.read_seq, m.read_n, coalesce(m.left_seq, ${Number.MAX_SAFE_INTEGER}) AS till
  FROM memberships m WHERE (m.conversation_id, m.user_id) > (?1, ?2) ORDER BY m.conversation_id, m.user_id LIMIT ?3)
SELECT p.c AS conversationId, p.u AS userId,
  max(0, coalesce((SELECT e.n FROM entries e WHERE e.conversation_id = p.c AND e.seq <= p.till ORDER BY e.seq DESC LIMIT 1), 0) - p.read_n) AS said,
  (SELECT count(*) FROM entries e WHERE e.conversation_id = p.c AND e.seq > p.read_seq AND e.seq <= p.till
    AND e.kind = 'message' AND e.hidden = 0 AND json_extract(e.body, '$.kind') NOT IN ${kindsSql('counts', false)}) AS counted
FROM page p ORDER BY p.c, p.u`;

/**
 * Recounts the unread messages of up to `limit` memberships from the logs, from the `next` of an earlier call on. Differences must never
 * occur. One D1 round trip, which reads the unread part of each log.
 */
export async function verifyUnread(db: D1Database, from: string | undefined, limit: number): Promise<UnreadCheck> {
  const [conversationId = '', userId = ''] = (from ?? '').split(' ');
  const { results } = await db.prepare(RECOUNT).bind(conversationId, userId, limit).all<UnreadDifference>();
  const last = results.length === limit ? results.at(-1) : undefined;
  return {
    checked: results.length,
    differences: results.filter((row) => row.said !== row.counted),
    next: last && `${last.conversationId} ${last.userId}`,
  };
}
