import type { Session } from '../../../protocol/records';
import { NOW_MS } from '../sql/clock';
import type { sessions } from '../sql/schema';
import { type Limit, usedUp } from './attempts';

/** A session ends after this long without a request. */
export const SESSION_LIFETIME_MS = 90 * 24 * 60 * 60 * 1000;
/** `last_seen_at` is written at most this often, milliseconds. */
const SEEN_EVERY_MS = 60 * 60 * 1000;
const USER_AGENT_MAX_CHARS = 200;

/** Updates `last_seen_at` and extends the session; writes a row at most once an hour. */
export function touchSession(db: D1Database, sessionId: string): D1PreparedStatement {
  return db
    .prepare(`UPDATE sessions SET last_seen_at = ${NOW_MS}, expires_at = ${NOW_MS} + ?2
      WHERE id = ?1 AND expires_at > ${NOW_MS} AND expires_at < ${NOW_MS} + ?2 - ?3`)
    .bind(sessionId, SESSION_LIFETIME_MS, SEEN_EVERY_MS);
}

/** SQL: whether the session is alive and belongs to the user; both parameters are SQL expressions. */
export function aliveSql(session: string, user: string): string {
  return `EXISTS (SELECT 1 FROM sessions x WHERE x.id = ${session} AND x.user_id = ${user} AND x.expires_at > ${NOW_MS})`;
}

export interface NewSession {
  readonly id: string;
  readonly userId: string;
  readonly userAgent: string;
  /** The password hash that was checked: if it has been replaced since, no session is written. */
  readonly passwordHash: string;
  /** If one of these is used up, no session is written. */
  readonly limits: readonly Limit[];
}

/** Deletes the user's expired sessions and writes a new one; the last statement's changes say whether it was written. */
export function insertSession(db: D1Database, session: NewSession): D1PreparedStatement[] {
  return [
    db.prepare(`DELETE FROM sessions WHERE user_id = ?1 AND expires_at <= ${NOW_MS}`).bind(session.userId),
    db
      .prepare(`INSERT INTO sessions (id, user_id, user_agent, created_at, last_seen_at, expires_at)
        SELECT ?1, id, ?3, ${NOW_MS}, ${NOW_MS}, ${NOW_MS} + ?4 FROM users WHERE id = ?2 AND password_hash = ?5 AND NOT ${usedUp('?6')}`)
      .bind(
        session.id,
        session.userId,
        session.userAgent.toWellFormed().slice(0, USER_AGENT_MAX_CHARS),
        SESSION_LIFETIME_MS,
        session.passwordHash,
        JSON.stringify(session.limits),
      ),
  ];
}

/** Deletes those of the sessions that belong to the user; returns their ids. One D1 round trip. */
export async function deleteSessions(db: D1Database, userId: string, sessionIds: readonly string[]): Promise<string[]> {
  const { results } = await db
    .prepare('DELETE FROM sessions WHERE user_id = ?1 AND id IN (SELECT value FROM json_each(?2)) RETURNING id')
    .bind(userId, JSON.stringify(sessionIds))
    .all<{ id: string }>();
  return results.map((row) => row.id);
}

/** Deletes all sessions of the user except one, if the password hash is the stored one; each result row is `{id}`. */
export function deleteOtherSessions(db: D1Database, userId: string, keptId: string, passwordHash: string): D1PreparedStatement {
  return db
    .prepare(`DELETE FROM sessions WHERE user_id = ?1 AND id <> ?2
      AND EXISTS (SELECT 1 FROM users WHERE id = ?1 AND password_hash = ?3) RETURNING id`)
    .bind(userId, keptId, passwordHash);
}

type SessionRow = Pick<typeof sessions.$inferSelect, 'id' | 'userAgent' | 'createdAt' | 'lastSeenAt'>;

/** The user's live sessions, last used first. One D1 round trip. */
export async function listSessions(db: D1Database, userId: string, currentId: string): Promise<Session[]> {
  const { results } = await db
    .prepare(`SELECT id, user_agent AS userAgent, created_at AS createdAt, last_seen_at AS lastSeenAt
      FROM sessions WHERE user_id = ?1 AND expires_at > ${NOW_MS} ORDER BY last_seen_at DESC, id`)
    .bind(userId)
    .all<SessionRow>();
  return results.map(({ id, userAgent, createdAt, lastSeenAt }) => ({
    id,
    current: id === currentId,
    createdAt,
    lastSeenAt,
    ...(userAgent !== '' && { userAgent }),
  }));
}
