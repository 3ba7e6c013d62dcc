import { NOW_MS } from '../sql/clock';

/** How long a lease lasts, milliseconds. It is long, because a hub without sockets releases it and each renewal writes a row. */
export const LEASE_MS = 24 * 60 * 60 * 1000;

/** SQL: joins the user's live lease as `l`; `user` is an SQL expression. */
export function joinLease(user: string): string {
  return `JOIN leases l ON l.user_id = ${user} AND l.expires_at > ${NOW_MS}`;
}

/** FAN-1: writes the lease, unless the current one has more than half of its time left. */
export function takeLease(db: D1Database, userId: string): D1PreparedStatement {
  return db
    .prepare(`INSERT INTO leases (user_id, expires_at) VALUES (?1, ${NOW_MS} + ?2)
      ON CONFLICT (user_id) DO UPDATE SET expires_at = excluded.expires_at WHERE expires_at < excluded.expires_at - ?2 / 2`)
    .bind(userId, LEASE_MS);
}

export function releaseLease(db: D1Database, userId: string): D1PreparedStatement {
  return db.prepare('DELETE FROM leases WHERE user_id = ?1').bind(userId);
}
