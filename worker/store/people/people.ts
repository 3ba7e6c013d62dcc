import { nameKey } from '../../../protocol/name-key';
import type { User } from '../../../protocol/records';
import { joinLease } from './leases';
import { partOf } from './name-parts';
import { PUBLIC_COLUMNS, type PublicRow, toUser } from './users';

/** A page of users. */
export interface People {
  readonly users: User[];
  readonly hasMore: boolean;
}

// Users who blocked `?1` are not found.
const FINDABLE = 'NOT EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = u.id AND b.blocked_id = ?1)';

// U+10FFFF sorts after every text that begins with `?2`.
const beginsWith = (column: string, text: string) => `${column} >= ${text} AND ${column} < ${text} || char(1114111)`;

/**
 * Finds users other than `userId`: by the beginning of the folded name, by the exact e-mail address, by Chinese characters anywhere in
 * the name (the family name comes first, but people search for the given name), and by the sound of the name from any of its characters
 * on (`linxiao`, `xiao`, `lx`). Each search uses an index and reads about as many rows as it finds. One D1 round trip.
 */
export async function searchPeople(db: D1Database, userId: string, query: string, limit: number): Promise<People> {
  const key = nameKey(query);
  const branches = [
    `SELECT u.id FROM users u WHERE u.email = ?4 AND ${FINDABLE}`,
    `SELECT id FROM (SELECT u.id FROM users u WHERE ${beginsWith('u.name_key', '?2')} AND ${FINDABLE} ORDER BY u.name_key LIMIT ?3)`,
  ];
  const part = partOf(key);
  if (part !== null)
    branches.push(`SELECT id FROM (SELECT DISTINCT u.id FROM name_parts p JOIN users u ON u.id = p.user_id
      WHERE ${beginsWith('p.part', '?5')} AND ${FINDABLE} LIMIT ?3)`);
  const { results } = await db
    .prepare(`SELECT ${PUBLIC_COLUMNS} FROM (${branches.join(' UNION ')}) f JOIN users u ON u.id = f.id
      WHERE u.id <> ?1 ORDER BY u.name_key, u.id LIMIT ?3`)
    .bind(userId, key, limit + 1, query.normalize('NFC').trim().toLowerCase(), ...(part === null ? [] : [part]))
    .all<PublicRow>();
  return page(results, limit);
}

/** A page of all users in the order of their ids, after `afterId`. One D1 round trip. */
export async function listPeople(db: D1Database, userId: string, afterId: string, limit: number): Promise<People> {
  const { results } = await db
    .prepare(`SELECT ${PUBLIC_COLUMNS} FROM users u WHERE u.id > ?2 AND ${FINDABLE} ORDER BY u.id LIMIT ?3`)
    .bind(userId, afterId, limit + 1)
    .all<PublicRow>();
  return page(results, limit);
}

function page(rows: readonly PublicRow[], limit: number): People {
  return { users: rows.slice(0, limit).map(toUser), hasMore: rows.length > limit };
}

/**
 * SQL: whether `?1` knows the user `u`: themselves, contacts and requests, blocked users, and everyone with whom they share or shared a
 * conversation.
 */
const KNOWN = `(u.id = ?1
  OR EXISTS (SELECT 1 FROM contacts k WHERE k.user_id = ?1 AND k.peer_id = u.id)
  OR EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = ?1 AND b.blocked_id = u.id)
  OR EXISTS (SELECT 1 FROM memberships t JOIN memberships m ON m.conversation_id = t.conversation_id AND m.user_id = ?1 WHERE t.user_id = u.id))`;

/** Users by id; skips unknown ids and, unless `everyone`, users whom `userId` does not know. One D1 round trip. */
export async function readPeople(db: D1Database, userId: string, ids: readonly string[], everyone: boolean): Promise<User[]> {
  const { results } = await db
    .prepare(`SELECT ${PUBLIC_COLUMNS} FROM users u WHERE u.id IN (SELECT value FROM json_each(?2)) AND (?3 OR ${KNOWN}) ORDER BY u.id`)
    .bind(userId, JSON.stringify(ids), everyone ? 1 : 0)
    .all<PublicRow>();
  return results.map(toUser);
}

const PROFILE_VIEWERS_MAX = 1000;

/**
 * Users with a live presence lease who probably show this user on screen: the user, contacts and partners of direct conversations; the
 * first 1,000. One D1 round trip.
 */
export async function readProfileViewers(db: D1Database, userId: string): Promise<string[]> {
  const { results } = await db
    .prepare(`SELECT a.id FROM (SELECT ?1 AS id
        UNION SELECT peer_id FROM contacts WHERE user_id = ?1 AND state = 'accepted'
        UNION SELECT p.user_id FROM memberships m JOIN conversations c ON c.id = m.conversation_id AND c.kind = 'direct'
          JOIN memberships p ON p.conversation_id = c.id WHERE m.user_id = ?1) a
      ${joinLease('a.id')} LIMIT ${PROFILE_VIEWERS_MAX}`)
    .bind(userId)
    .all<{ id: string }>();
  return results.map((row) => row.id);
}
