import type { ConversationSummary } from '../../../protocol/records';
import { ROLE_AFTER } from '../../../protocol/roles';
import { planSummaries, toSummaries } from '../inbox';
import { acceptsOnlyContacts } from '../people/contacts';
import { NOW_MS } from '../sql/clock';
import { LEASED_MEMBERS, toUserIds } from './leased-members';

export interface OpenedConversation {
  /** Whether this call created the conversation. */
  readonly created: boolean;
  /** The summary of each member. */
  readonly summaries: ReadonlyMap<string, ConversationSummary>;
  /** Members with a live lease. */
  readonly online: readonly string[];
}

// Members who blocked `?2` are not notified.
const NOTIFIABLE = `${LEASED_MEMBERS} AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = m.user_id AND b.blocked_id = ?2)`;

// Whether `?2` may open a conversation with `?3`. A user who accepts messages from contacts only can be reached by contacts only.
const MAY_OPEN = `SELECT 1 FROM users u WHERE u.id = ?3 AND u.id <> ?2 AND (NOT ${acceptsOnlyContacts('u', '?2')}
  OR EXISTS (SELECT 1 FROM memberships m WHERE m.conversation_id = ?1 AND m.user_id = ?2))`;

/**
 * Opens or creates the direct conversation `id` between `userId` and `peerId`. One D1 round trip. Returns `not_found` if there is no such
 * user, `not_allowed` if they accept messages from contacts only.
 */
export async function openDirect(
  db: D1Database,
  id: string,
  userId: string,
  peerId: string,
): Promise<OpenedConversation | 'not_found' | 'not_allowed'> {
  const [created, , summaries, online, peer] = await db.batch([
    db
      .prepare(`INSERT INTO conversations (id, kind, member_count, changed_at, created_at)
        SELECT ?1, 'direct', 2, ${NOW_MS}, ${NOW_MS} WHERE EXISTS (${MAY_OPEN}) ON CONFLICT DO NOTHING`)
      .bind(id, userId, peerId),
    db
      .prepare(`INSERT INTO memberships (conversation_id, user_id, role, joined_at, changed_at)
        SELECT ?1, u.value, '${ROLE_AFTER.joining}', ${NOW_MS}, ${NOW_MS} FROM json_each(?2) u WHERE EXISTS (SELECT 1 FROM conversations WHERE id = ?1)
        ON CONFLICT DO NOTHING`)
      .bind(id, JSON.stringify([userId, peerId])),
    planSummaries(db, id, [userId, peerId]),
    db.prepare(NOTIFIABLE).bind(id, userId),
    db.prepare('SELECT 1 FROM users WHERE id = ?1 AND id <> ?2').bind(peerId, userId),
  ]);
  const found = toSummaries(summaries);
  if (!found.has(userId)) return peer?.results.length ? 'not_allowed' : 'not_found';
  return { created: (created?.meta.changes ?? 0) > 0, summaries: found, online: toUserIds(online) };
}
