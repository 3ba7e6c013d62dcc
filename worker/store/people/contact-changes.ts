import { NOW_MS } from '../sql/clock';
import { rowsOf } from '../sql/rows';

/** Requests that are open at once, sent and received; more are not sent, or arrive as if ignored. */
export const REQUESTS_MAX = 500;

const MINE = 'user_id = ?1 AND peer_id = ?2';
const THEIRS = 'user_id = ?2 AND peer_id = ?1';
const I_BLOCKED = 'EXISTS (SELECT 1 FROM blocks WHERE user_id = ?1 AND blocked_id = ?2)';
const THEY_BLOCKED = 'EXISTS (SELECT 1 FROM blocks WHERE user_id = ?2 AND blocked_id = ?1)';
const ACCEPT = `UPDATE contacts SET state = 'accepted', note = NULL, created_at = ${NOW_MS}`;
/** Their request becomes the contact that mine has become. */
const ACCEPT_THEIRS = `${ACCEPT} WHERE ${THEIRS} AND state = 'out' AND EXISTS (SELECT 1 FROM contacts WHERE ${MINE} AND state = 'accepted')`;

export type ContactRequestResult = 'requested' | 'accepted' | 'not_found' | 'blocked' | 'too_many';

/**
 * Asks `peerId` to be a contact of `userId`; where they asked before, that is the acceptance. To the asking person it looks the
 * same whether the other one has blocked them or does not answer: their side alone is written. One D1 round trip.
 */
export async function requestContact(
  db: D1Database,
  userId: string,
  peerId: string,
  note: string | undefined,
): Promise<ContactRequestResult> {
  const forPair = (sql: string) => db.prepare(sql).bind(userId, peerId);
  const answers = await db.batch([
    forPair(`${ACCEPT} WHERE ${MINE} AND state = 'in'`),
    db
      .prepare(`INSERT INTO contacts (user_id, peer_id, state, note, created_at)
        SELECT ?1, u.id, CASE WHEN k.peer_id IS NULL THEN 'out' ELSE 'accepted' END, CASE WHEN k.peer_id IS NULL THEN ?3 END, ${NOW_MS}
        FROM users u LEFT JOIN contacts k ON k.user_id = u.id AND k.peer_id = ?1 AND k.state IN ('out', 'accepted')
        WHERE u.id = ?2 AND NOT ${I_BLOCKED} AND (SELECT count(*) FROM contacts WHERE user_id = ?1 AND state = 'out') < ?4
        ON CONFLICT DO NOTHING`)
      .bind(userId, peerId, note ?? null, REQUESTS_MAX),
    forPair(ACCEPT_THEIRS),
    db
      .prepare(`INSERT INTO contacts (user_id, peer_id, state, note, created_at)
        SELECT ?2, ?1, 'in', note, ${NOW_MS} FROM contacts
        WHERE ${MINE} AND state = 'out' AND NOT ${THEY_BLOCKED} AND (SELECT count(*) FROM contacts WHERE user_id = ?2 AND state = 'in') < ?3
        ON CONFLICT DO NOTHING`)
      .bind(userId, peerId, REQUESTS_MAX),
    forPair(`SELECT ${I_BLOCKED} AS blocked, (SELECT state FROM contacts WHERE ${MINE}) AS state FROM users WHERE id = ?2`),
  ]);
  const found = rowsOf<{ blocked: number; state: 'out' | 'accepted' | null }>(answers[4])[0];
  if (!found) return 'not_found';
  if (found.blocked === 1) return 'blocked';
  if (found.state === null) return 'too_many';
  return found.state === 'out' ? 'requested' : 'accepted';
}

/** Accepts `peerId`'s request; false when there is none. Accepting again changes nothing. One D1 round trip. */
export async function acceptContact(db: D1Database, userId: string, peerId: string): Promise<boolean> {
  const forPair = (sql: string) => db.prepare(sql).bind(userId, peerId);
  const answers = await db.batch([
    forPair(`${ACCEPT} WHERE ${MINE} AND state = 'in'`),
    forPair(ACCEPT_THEIRS),
    forPair(`SELECT 1 FROM contacts WHERE ${MINE} AND state = 'accepted'`),
  ]);
  return rowsOf(answers[2]).length > 0;
}

/**
 * Ends what is between the two: a contact, a request of either. False when there is nothing on `userId`'s side; what the other
 * side then still has (one who was blocked keeps their list as it was) is left. One D1 round trip.
 */
export async function removeContact(db: D1Database, userId: string, peerId: string): Promise<boolean> {
  const forPair = (sql: string) => db.prepare(sql).bind(userId, peerId);
  const answers = await db.batch([
    forPair(`DELETE FROM contacts WHERE ${THEIRS} AND EXISTS (SELECT 1 FROM contacts WHERE ${MINE})`),
    forPair(`DELETE FROM contacts WHERE ${MINE} RETURNING 1`),
  ]);
  return rowsOf(answers[1]).length > 0;
}

/** Sets the name that `userId` calls a contact by, null for none; false when they are no contact. One D1 round trip. */
export async function setAlias(db: D1Database, userId: string, peerId: string, alias: string | null): Promise<boolean> {
  const answer = await db.prepare(`UPDATE contacts SET alias = ?3 WHERE ${MINE} AND state = 'accepted'`).bind(userId, peerId, alias).run();
  return answer.meta.changes > 0;
}

export interface BlockResult {
  readonly found: boolean;
  /** Whether a request of the blocking person disappears from the other one's list, as if withdrawn. */
  readonly withdrawn: boolean;
}

/**
 * Blocks `peerId`: they leave `userId`'s list, and keep `userId` in their own, so that nothing tells them. One D1 round trip.
 */
export async function blockUser(db: D1Database, userId: string, peerId: string): Promise<BlockResult> {
  const forPair = (sql: string) => db.prepare(sql).bind(userId, peerId);
  const answers = await db.batch([
    forPair(
      `INSERT INTO blocks (user_id, blocked_id, created_at) SELECT ?1, id, ${NOW_MS} FROM users WHERE id = ?2 ON CONFLICT DO NOTHING`,
    ),
    forPair(
      `DELETE FROM contacts WHERE ${THEIRS} AND state = 'in' AND EXISTS (SELECT 1 FROM contacts WHERE ${MINE} AND state = 'out') RETURNING 1`,
    ),
    forPair(`DELETE FROM contacts WHERE ${MINE}`),
    forPair(`SELECT ${I_BLOCKED} AS blocked FROM users WHERE id = ?2`),
  ]);
  return { found: rowsOf(answers[3]).length > 0, withdrawn: rowsOf(answers[1]).length > 0 };
}

/** Lifts a block, if there is one; false when there is no such person. One D1 round trip. */
export async function unblockUser(db: D1Database, userId: string, peerId: string): Promise<boolean> {
  const answers = await db.batch([
    db.prepare('DELETE FROM blocks WHERE user_id = ?1 AND blocked_id = ?2').bind(userId, peerId),
    db.prepare('SELECT 1 FROM users WHERE id = ?1').bind(peerId),
  ]);
  return rowsOf(answers[1]).length > 0;
}
