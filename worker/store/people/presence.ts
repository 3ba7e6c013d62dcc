import { NOW_MS } from '../sql/clock';
import { joinLease } from './leases';

/**
 * The most users who get a user's presence: contacts and partners of direct conversations who are online, if the settings of both sides
 * allow it.
 */
const WATCHERS_MAX = 500;

const maySeePresence = (
  owner: string,
  viewer: string,
) => `CASE coalesce(json_extract(${owner}.settings, '$.lastSeen'), 'everyone') WHEN 'everyone' THEN 1 WHEN 'contacts' THEN
  EXISTS (SELECT 1 FROM contacts k WHERE k.user_id = ${owner}.id AND k.peer_id = ${viewer}.id AND k.state = 'accepted') ELSE 0 END
  AND coalesce(json_extract(${viewer}.settings, '$.lastSeen'), 'everyone') <> 'nobody'
  AND NOT EXISTS (SELECT 1 FROM blocks b WHERE (b.user_id = ${owner}.id AND b.blocked_id = ${viewer}.id) OR (b.user_id = ${viewer}.id AND b.blocked_id = ${owner}.id))`;

const WATCHERS = `SELECT json_group_array(w.id) AS users FROM (
  SELECT v.id FROM (
    SELECT k.peer_id AS id FROM contacts k WHERE k.user_id = ?1 AND k.state = 'accepted'
    UNION SELECT p.user_id FROM memberships m JOIN conversations c ON c.id = m.conversation_id AND c.kind = 'direct'
      JOIN memberships p ON p.conversation_id = c.id AND p.user_id <> m.user_id WHERE m.user_id = ?1) known
  CROSS ${joinLease('known.id')}
  JOIN users v ON v.id = known.id JOIN users me ON me.id = ?1 AND ${maySeePresence('me', 'v')}
  LIMIT ${WATCHERS_MAX}) w`;

/** The statement that reads the watchers of a user; it runs in a batch with others. */
export function planWatchers(db: D1Database, userId: string): D1PreparedStatement {
  return db.prepare(WATCHERS).bind(userId);
}

export function toWatchers(answer: D1Result | undefined): string[] {
  return JSON.parse((answer?.results[0] as { users?: string } | undefined)?.users ?? '[]') as string[];
}

/** Stores when the user went offline, and returns the users to notify. One round trip, one row written. */
export async function markOffline(db: D1Database, userId: string): Promise<string[]> {
  const [, watchers] = await db.batch([
    db.prepare(`UPDATE users SET last_seen_at = ${NOW_MS} WHERE id = ?1`).bind(userId),
    planWatchers(db, userId),
  ]);
  return toWatchers(watchers);
}

export interface VisiblePresence {
  readonly userId: string;
  /** Whether the user's hub may have sockets and must be asked. */
  readonly leased: boolean;
  readonly lastSeenAt: number;
}

const VISIBLE_PRESENCE = `SELECT o.id AS userId, l.user_id IS NOT NULL AS leased, o.last_seen_at AS lastSeenAt
FROM json_each(?2) w JOIN users o ON o.id = w.value JOIN users v ON v.id = ?1 AND ${maySeePresence('o', 'v')}
LEFT ${joinLease('o.id')}`;

/** The presence of those of the given users whose presence the viewer may see. One round trip. */
export async function readPresence(db: D1Database, viewerId: string, userIds: readonly string[]): Promise<VisiblePresence[]> {
  const { results } = await db
    .prepare(VISIBLE_PRESENCE)
    .bind(viewerId, JSON.stringify(userIds))
    .all<{ userId: string; leased: number; lastSeenAt: number }>();
  return results.map((row) => ({ ...row, leased: row.leased === 1 }));
}
