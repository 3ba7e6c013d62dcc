import { NOW_MS } from '../sql/clock';
import { rowsOf } from '../sql/rows';

/** The most open requests of a user, sent and received each. Beyond it a request is not sent, or arrives as if ignored. */
export const REQUESTS_MAX = 500;

const MINE = 'user_id = ?1 AND peer_id = ?2';
const THEIRS = 'user_id = ?2 AND peer_id = ?1';
const I_BLOCKED = 'EXISTS (SELECT 1 FROM blocks WHERE user_id = ?1 AND blocked_id = ?2)';
const THEY_BLOCKED = 'EXISTS (SELECT 1 FROM blocks WHERE user_id = ?2 AND blocked_id = ?1)';
const ACCEPT = `UPDATE contacts SET state = 'accepted', note = NULL, created_at = ${NOW_MS}`;
/** Accepts the peer's request if the user's own request was accepted. */
const ACCEPT_THEIRS = `${ACCEPT} WHERE ${THEIRS} AND state = 'out' AND EXISTS (SELECT 1 FROM contacts WHERE ${MINE} AND state = 'accepted')`;

export type ContactRequestResult = 'requested' | 'accepted' | 'not_found' | 'blocked' | 'too_many';

/**
 * Sends a contact request from `userId` to `peerId`, or accepts the peer's open request. If the peer blocked the user, only the user's
 * side is written, so that the result looks like an unanswered request. One D1 round trip.
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

/** Accepts `peerId`'s request; false if there is none. Repeating it changes nothing. One D1 round trip. */
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
 * Ends a contact or a request of either side. False if `userId`'s side has nothing; then the other side is left as it is (a blocked user
 * keeps their list). One D1 round trip.
 */
export async function removeContact(db: D1Database, userId: string, peerId: string): Promise<boolean> {
  const forPair = (sql: string) => db.prepare(sql).bind(userId, peerId);
  const answers = await db.batch([
    forPair(`DELETE FROM contacts WHERE ${THEIRS} AND EXISTS (SELECT 1 FROM contacts WHERE ${MINE})`),
    forPair(`DELETE FROM contacts WHERE ${MINE} RETURNING 1`),
  ]);
  return rowsOf(answers[1]).length > 0;
}

/** Sets the name under which `userId` sees a contact, null for none; false if they are not a contact. One D1 round trip. */
export async function setAlias(db: D1Database, userId: string, peerId: string, alias: string | null): Promise<boolean> {
  const answer = await db.prepare(`UPDATE contacts SET alias = ?3 WHERE ${MINE} AND state = 'accepted'`).bind(userId, peerId, alias).run();
  return answer.meta.changes > 0;
}

export interface BlockResult {
  readonly found: boolean;
  /** Whether the blocking user's own request disappeared from the other user's list, as if withdrawn. */
  readonly withdrawn: boolean;
}

/**
 * Blocks `peerId` and removes them from `userId`'s contacts. The peer's list stays, so that nothing reveals the block. One D1 round trip.
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

/** Removes a block, if there is one; false if there is no such user. One D1 round trip. */
export async function unblockUser(db: D1Database, userId: string, peerId: string): Promise<boolean> {
  const answers = await db.batch([
    db.prepare('DELETE FROM blocks WHERE user_id = ?1 AND blocked_id = ?2').bind(userId, peerId),
    db.prepare('SELECT 1 FROM users WHERE id = ?1').bind(peerId),
  ]);
  return rowsOf(answers[1]).length > 0;
}
