import { nameKey } from '../../../protocol/name-key';
import type { User } from '../../../protocol/records';
import { joinLease } from './leases';
import { partOf } from './name-parts';
import { PUBLIC_COLUMNS, type PublicRow, toUser } from './users';

/** A page of people. */
export interface People {
  readonly users: User[];
  readonly hasMore: boolean;
}

// Whoever blocked `?1` is not found by them.
const FINDABLE = 'NOT EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = u.id AND b.blocked_id = ?1)';

// U+10FFFF sorts after every text that begins with `?2`.
const beginsWith = (column: string, text: string) => `${column} >= ${text} AND ${column} < ${text} || char(1114111)`;

/**
 * People other than `userId` whose name begins with the query, folded; who have that e-mail address exactly; or, where the query
 * has Chinese characters, whose name has it anywhere, since a family name comes first and the given name is what one looks for; so
 * they are found by how the name sounds, from any of its characters on (`linxiao`, `xiao`, `lx`).
 * All three go by index, and read about as many rows as they find. One D1 round trip.
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

/** Everyone, by pages in the order of ids, after `afterId`. One D1 round trip. */
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

/** Those of the ids that `userId` knows: oneself, contacts and requests, blocked people, everyone one shares or shared a conversation with. */
const KNOWN = `(u.id = ?1
  OR EXISTS (SELECT 1 FROM contacts k WHERE k.user_id = ?1 AND k.peer_id = u.id)
  OR EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = ?1 AND b.blocked_id = u.id)
  OR EXISTS (SELECT 1 FROM memberships t JOIN memberships m ON m.conversation_id = t.conversation_id AND m.user_id = ?1 WHERE t.user_id = u.id))`;

/** People by id, without those who do not exist and, unless `everyone`, those whom `userId` does not know. One D1 round trip. */
export async function readPeople(db: D1Database, userId: string, ids: readonly string[], everyone: boolean): Promise<User[]> {
  const { results } = await db
    .prepare(`SELECT ${PUBLIC_COLUMNS} FROM users u WHERE u.id IN (SELECT value FROM json_each(?2)) AND (?3 OR ${KNOWN}) ORDER BY u.id`)
    .bind(userId, JSON.stringify(ids), everyone ? 1 : 0)
    .all<PublicRow>();
  return results.map(toUser);
}

const PROFILE_VIEWERS_MAX = 1000;

/**
 * Who shows a user on screen most of the time and has a live presence lease: oneself, contacts, partners of direct
 * conversations; the first 1,000 of them. One D1 round trip.
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
