import type { Inbox } from '../../protocol/down';
import { inboxRead } from './inbox';
import { takeLease } from './people/leases';
import { planWatchers, toWatchers } from './people/presence';
import { aliveSql, touchSession } from './people/sessions';
import { NOW_MS } from './sql/clock';

export interface LiveHandshake {
  readonly alive: true;
  readonly inbox: Inbox;
  /** Users who are notified that the user is online. */
  readonly watchers: readonly string[];
}

export type Handshake = { readonly alive: false } | LiveHandshake;

const ALIVE = `SELECT 1 WHERE ${aliveSql('?1', '?2')}`;

/** Whether a session is alive. One round trip. */
export async function isAlive(db: D1Database, userId: string, sessionId: string): Promise<{ readonly alive: boolean }> {
  return { alive: (await db.prepare(ALIVE).bind(sessionId, userId).first()) !== null };
}

/** The ids of the user's live sessions. One round trip. */
export async function aliveSessions(db: D1Database, userId: string): Promise<ReadonlySet<string>> {
  const { results } = await db
    .prepare(`SELECT id FROM sessions WHERE user_id = ?1 AND expires_at > ${NOW_MS}`)
    .bind(userId)
    .all<{ id: string }>();
  return new Set(results.map(({ id }) => id));
}

/**
 * Reads everything that a connection needs, in one round trip (SYNC-3): whether its session is alive, the presence lease, and the inbox
 * since its cursor. The lease is taken before the inbox is read (FAN-1), and D1 serialises both with every append: an entry that the
 * inbox does not show finds the lease.
 */
export async function readHandshake(db: D1Database, userId: string, sessionId: string, cursor: string | undefined): Promise<Handshake> {
  const inbox = inboxRead(db, userId, cursor);
  const [session, , , watchers, ...answers] = await db.batch([
    db.prepare(ALIVE).bind(sessionId, userId),
    touchSession(db, sessionId),
    takeLease(db, userId),
    planWatchers(db, userId),
    ...inbox.statements,
  ]);
  return session?.results.length ? { alive: true, inbox: inbox.read(answers), watchers: toWatchers(watchers) } : { alive: false };
}
