import { acceptsOnlyContacts } from '../people/contacts';
import { joinLease } from '../people/leases';
import { aliveSql } from '../people/sessions';
import { NOW_MS } from '../sql/clock';
import { rowsOf } from '../sql/rows';

export interface ReadUpTo {
  readonly conversationId: string;
  readonly seq: number;
}

/** A raised mark, for the reader's other devices and the members who may know it. */
export interface RaisedMark {
  readonly conversationId: string;
  readonly seq: number;
  readonly n: number;
  /** Members with a live lease who get a receipt; empty if the reader's settings or the size of the group keep it private. */
  readonly audience: readonly string[];
}

/** The largest group with read receipts. */
export const RECEIPTS_MEMBERS_MAX = 100;

const READS = "reads AS MATERIALIZED (SELECT value->>'c' AS c, value->>'s' AS s FROM json_each(?1))";
const ALIVE = aliveSql('?3', '?2');

// Raises the mark to the newest entry at or before the requested seq: a mark beyond the end of the log would hide later messages.
const RAISE = `WITH ${READS}, targets AS MATERIALIZED (
  SELECT m.conversation_id AS c, e.seq, e.n FROM reads r
  JOIN memberships m ON m.conversation_id = r.c AND m.user_id = ?2
  JOIN entries e ON e.conversation_id = r.c AND e.seq = (
    SELECT max(t.seq) FROM entries t WHERE t.conversation_id = r.c AND t.seq <= min(r.s, coalesce(m.left_seq, r.s)))
  WHERE (m.read_seq < e.seq OR m.marked_unread = 1 OR (?4 AND m.read_seq = e.seq)) AND ${ALIVE})
UPDATE memberships SET read_seq = max(read_seq, t.seq), read_n = max(read_n, t.n), marked_unread = 0, changed_at = ${NOW_MS}
FROM targets t WHERE conversation_id = t.c AND user_id = ?2
RETURNING conversation_id AS conversationId, read_seq AS seq, read_n AS n`;

const AUDIENCE = `WITH ${READS}
SELECT o.conversation_id AS c, json_group_array(o.user_id) AS users
FROM reads r
JOIN users me ON me.id = ?2 AND coalesce(json_extract(me.settings, '$.readReceipts'), 1)
CROSS JOIN conversations k ON k.id = r.c AND k.member_count <= ${RECEIPTS_MEMBERS_MAX}
CROSS JOIN memberships o ON o.conversation_id = k.id AND o.left_seq IS NULL AND o.user_id <> ?2
CROSS ${joinLease('o.user_id')}
JOIN users u ON u.id = o.user_id AND coalesce(json_extract(u.settings, '$.readReceipts'), 1)
WHERE k.kind = 'group' OR NOT EXISTS (
  SELECT 1 FROM blocks b WHERE (b.user_id = ?2 AND b.blocked_id = o.user_id) OR (b.user_id = o.user_id AND b.blocked_id = ?2))
GROUP BY o.conversation_id`;

const CURRENT = `WITH ${READS}
SELECT m.conversation_id AS conversationId, m.read_seq AS seq, m.read_n AS n
FROM reads r JOIN memberships m ON m.conversation_id = r.c AND m.user_id = ?2 WHERE ${ALIVE}`;

const SESSION = `SELECT ${aliveSql('?1', '?2')} AS alive`;

/**
 * Raises marks in one D1 round trip, and writes one row for each that rises (READ-2). `again`: an earlier try may have raised them
 * although its answer was lost, so marks at the requested seq are written, and sent, once more. A mark that was there already is returned
 * without an audience, because the requesting device waits for it.
 */
export async function raiseMarks(
  db: D1Database,
  userId: string,
  sessionId: string,
  reads: readonly ReadUpTo[],
  again = false,
): Promise<{ alive: boolean; raised: RaisedMark[] }> {
  const json = JSON.stringify(reads.map((read) => ({ c: read.conversationId, s: read.seq })));
  const [raised, audience, session, current] = await db.batch([
    db.prepare(RAISE).bind(json, userId, sessionId, again ? 1 : 0),
    db.prepare(AUDIENCE).bind(json, userId),
    db.prepare(SESSION).bind(sessionId, userId),
    db.prepare(CURRENT).bind(json, userId, sessionId),
  ]);
  const raisedIds = new Set(rowsOf<{ conversationId: string }>(raised).map((row) => row.conversationId));
  const users = new Map(rowsOf<{ c: string; users: string }>(audience).map((row) => [row.c, JSON.parse(row.users) as string[]]));
  return {
    alive: rowsOf<{ alive: number }>(session)[0]?.alive === 1,
    raised: rowsOf<Omit<RaisedMark, 'audience'>>(current).map((row) => ({
      ...row,
      audience: raisedIds.has(row.conversationId) ? (users.get(row.conversationId) ?? []) : [],
    })),
  };
}

const TYPING = `SELECT json_group_array(o.user_id) AS users
FROM memberships m JOIN users me ON me.id = m.user_id AND coalesce(json_extract(me.settings, '$.typing'), 1)
JOIN conversations c ON c.id = m.conversation_id AND c.member_count <= ${RECEIPTS_MEMBERS_MAX}
CROSS JOIN memberships o ON o.conversation_id = m.conversation_id AND o.left_seq IS NULL AND o.user_id <> m.user_id
CROSS ${joinLease('o.user_id')}
JOIN users u ON u.id = o.user_id AND coalesce(json_extract(u.settings, '$.typing'), 1)
WHERE m.conversation_id = ?1 AND m.user_id = ?2 AND m.left_seq IS NULL
  AND ${aliveSql('?3', '?2')}
  AND NOT EXISTS (SELECT 1 FROM blocks b WHERE (b.user_id = o.user_id AND b.blocked_id = m.user_id) OR (b.user_id = m.user_id AND b.blocked_id = o.user_id))
  AND (c.kind = 'group' OR NOT ${acceptsOnlyContacts('u', 'm.user_id')})`;

/** Members with a live lease who may see that the user is typing; none in large groups. One read. */
export async function typingAudience(db: D1Database, userId: string, sessionId: string, conversationId: string): Promise<string[]> {
  const row = await db.prepare(TYPING).bind(conversationId, userId, sessionId).first<{ users: string }>();
  return JSON.parse(row?.users ?? '[]') as string[];
}
