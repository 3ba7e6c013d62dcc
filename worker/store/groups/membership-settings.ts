import type { ConversationSummary } from '../../../protocol/records';
import { planSummaries, toSummaries } from '../inbox';
import { NOW_MS } from '../sql/clock';

/** A member's own settings; absent fields stay as they are. */
export interface MembershipPatch {
  /** Epoch ms; null: not muted. */
  readonly mutedUntil?: number | null | undefined;
  readonly pinned?: boolean | undefined;
  readonly archived?: boolean | undefined;
  readonly markedUnread?: boolean | undefined;
}

// The newest entry that the member may see.
const NEWEST = `SELECT max(t.seq) FROM entries t WHERE t.conversation_id = ?1 AND t.seq <= coalesce(memberships.left_seq, ${Number.MAX_SAFE_INTEGER})`;

const PATCH = `UPDATE memberships SET
  muted_until = CASE WHEN json_type(?3, '$.mutedUntil') IS NULL THEN muted_until ELSE ?3->>'$.mutedUntil' END,
  pinned = coalesce(?3->>'$.pinned', pinned),
  archived_n = CASE ?3->>'$.archived' WHEN 1 THEN coalesce((SELECT e.n FROM entries e WHERE e.conversation_id = ?1 AND e.seq = (${NEWEST})), 0)
    WHEN 0 THEN NULL ELSE archived_n END,
  marked_unread = coalesce(?3->>'$.markedUnread', marked_unread),
  changed_at = ${NOW_MS}
WHERE conversation_id = ?1 AND user_id = ?2 AND left_seq IS NULL`;

const CLEAR = `UPDATE memberships SET visible_after_seq = e.seq, read_seq = max(read_seq, e.seq), read_n = max(read_n, e.n), marked_unread = 0, changed_at = ${NOW_MS}
FROM entries e WHERE memberships.conversation_id = ?1 AND user_id = ?2 AND e.conversation_id = ?1 AND e.seq = (${NEWEST})`;

const HIDE = `UPDATE memberships SET hidden_n = coalesce((SELECT e.n FROM entries e WHERE e.conversation_id = ?1 AND e.seq = (${NEWEST})), 0),
  pinned = 0, archived_n = NULL, marked_unread = 0, changed_at = ${NOW_MS} WHERE conversation_id = ?1 AND user_id = ?2`;

const DELETE = `INSERT INTO deletions (conversation_id, user_id, seq)
SELECT m.conversation_id, m.user_id, e.seq FROM memberships m
CROSS JOIN json_each(?3) w CROSS JOIN entries e ON e.conversation_id = m.conversation_id AND e.seq = w.value AND e.kind = 'message' AND (e.hidden = 0 OR e.sender_id = ?2)
  AND e.seq > m.visible_after_seq AND (m.left_seq IS NULL OR e.seq <= m.left_seq)
WHERE m.conversation_id = ?1 AND m.user_id = ?2 ON CONFLICT DO NOTHING`;

// A device that is offline gets the change with the next sync.
const TOUCH = `UPDATE memberships SET changed_at = ${NOW_MS} WHERE conversation_id = ?1 AND user_id = ?2`;

// `?3` holds the seqs as a JSON array in DELETE, DELETED and RESTORE.
const DELETED = 'SELECT 1 FROM deletions WHERE conversation_id = ?1 AND user_id = ?2 AND seq IN (SELECT value FROM json_each(?3)) LIMIT 1';
const RESTORE = 'DELETE FROM deletions WHERE conversation_id = ?1 AND user_id = ?2 AND seq IN (SELECT value FROM json_each(?3))';

/**
 * Changes the member's own settings. Returns the summary (a former member's says so); undefined if they never were a member. One D1 round
 * trip.
 */
export async function patchMembership(
  db: D1Database,
  conversationId: string,
  userId: string,
  patch: MembershipPatch,
): Promise<ConversationSummary | undefined> {
  const [, summaries] = await db.batch([
    db.prepare(PATCH).bind(conversationId, userId, JSON.stringify(patch)),
    planSummaries(db, conversationId, [userId]),
  ]);
  return toSummaries(summaries).get(userId);
}

/** Hides all messages so far from the member, and counts them as read. One D1 round trip. */
export async function clearHistory(db: D1Database, conversationId: string, userId: string): Promise<ConversationSummary | undefined> {
  const [, summaries] = await db.batch([db.prepare(CLEAR).bind(conversationId, userId), planSummaries(db, conversationId, [userId])]);
  return toSummaries(summaries).get(userId);
}

/**
 * Clears the history and removes the conversation from the member's list until the next message; also for former members. One D1 round
 * trip.
 */
export async function hideConversation(db: D1Database, conversationId: string, userId: string): Promise<ConversationSummary | undefined> {
  const [, , summaries] = await db.batch([
    db.prepare(CLEAR).bind(conversationId, userId),
    db.prepare(HIDE).bind(conversationId, userId),
    planSummaries(db, conversationId, [userId]),
  ]);
  return toSummaries(summaries).get(userId);
}

/**
 * Hides messages from the user, skipping those that the user does not see; undefined if the user sees none of them. One D1 round trip,
 * and one row written for each message that was not hidden yet.
 */
export async function deleteForMe(
  db: D1Database,
  conversationId: string,
  userId: string,
  seqs: readonly number[],
): Promise<ConversationSummary | undefined> {
  const json = JSON.stringify(seqs);
  const [, , deleted, summaries] = await db.batch([
    db.prepare(DELETE).bind(conversationId, userId, json),
    // Runs for a repeat too: it costs a row and does no harm.
    db.prepare(TOUCH).bind(conversationId, userId),
    db.prepare(DELETED).bind(conversationId, userId, json),
    planSummaries(db, conversationId, [userId]),
  ]);
  return deleted?.results.length ? toSummaries(summaries).get(userId) : undefined;
}

/** Restores messages that the user deleted for themselves; undefined if they never were a member. One D1 round trip. */
export async function restoreForMe(
  db: D1Database,
  conversationId: string,
  userId: string,
  seqs: readonly number[],
): Promise<ConversationSummary | undefined> {
  const [, , summaries] = await db.batch([
    db.prepare(RESTORE).bind(conversationId, userId, JSON.stringify(seqs)),
    db.prepare(TOUCH).bind(conversationId, userId),
    planSummaries(db, conversationId, [userId]),
  ]);
  return toSummaries(summaries).get(userId);
}
