import { kindsSql } from '../../../protocol/bodies';
import { REACTIONS_MAX_PER_MESSAGE, RECALL_WINDOW_MS } from '../../../protocol/limits';
import type { ChangeRequest } from '../../../protocol/up';
import { acceptsOnlyContacts } from '../people/contacts';
import { aliveSql } from '../people/sessions';
import { bindUsed } from '../sql/bind';
import { NOW_MS } from '../sql/clock';
import { maySql, rolesWith } from '../sql/rights';
import { rowsOf } from '../sql/rows';
import type { EntryResult, RefusalReason } from './append';
import { audienceSql } from './audience';
import { deleteMentions, EDIT_NAMES_EVERYONE, replaceMentions } from './mentions';

export interface ChangeToStore {
  readonly conversationId: string;
  readonly senderId: string;
  readonly sessionId: string;
  readonly clientMsgId: string;
  readonly change: ChangeRequest;
}

// Old rows may hold another spelling of an emoji; they count as the same emoji.
const SAME_EMOJI = (column: string): string =>
  `replace(${column}, char(0xfe0f), '') = replace(json_extract(?6, '$.emoji'), char(0xfe0f), '')`;

// The condition of each kind of change on the target `t`, for the member `m` of the conversation `c`.
const MAY: Record<ChangeRequest['kind'], string> = {
  edit: `t.sender_id = ?2 AND t.recalled_at IS NULL AND json_extract(t.body, '$.kind') IN ${kindsSql('editable', true)}
    AND (NOT ${EDIT_NAMES_EVERYONE} OR m.role IN ${rolesWith('mentionAll')})`,
  recall: `json_extract(t.body, '$.kind') NOT IN ${kindsSql('byServer', true)} AND (
    (t.sender_id = ?2 AND (t.recalled_at IS NOT NULL OR t.created_at > ${NOW_MS} - ${RECALL_WINDOW_MS})) OR ${maySql('recallOthers')})`,
  reaction: `t.recalled_at IS NULL AND (json_extract(?6, '$.on') = 0
    OR EXISTS (SELECT 1 FROM reactions r WHERE r.conversation_id = c.id AND r.seq = t.seq AND ${SAME_EMOJI('r.emoji')})
    OR (SELECT count(DISTINCT r.emoji) FROM reactions r WHERE r.conversation_id = c.id AND r.seq = t.seq) < ${REACTIONS_MAX_PER_MESSAGE})`,
  pin: `t.recalled_at IS NULL AND ${maySql('pin')}`,
};

const BLOCKED_BY_PEER = `c.kind = 'direct' AND EXISTS (SELECT 1 FROM memberships p JOIN blocks b ON b.user_id = p.user_id AND b.blocked_id = ?2
  WHERE p.conversation_id = c.id AND p.user_id <> ?2)`;

// Edits and reactions also count as messages to a user who accepts messages from contacts only. Recalls are always allowed.
const PEER_ACCEPTS_ONLY_CONTACTS = `c.kind = 'direct' AND EXISTS (SELECT 1 FROM memberships p JOIN users o ON o.id = p.user_id AND ${acceptsOnlyContacts('o', '?2')}
  WHERE p.conversation_id = c.id AND p.user_id <> ?2)`;

const ALIVE = aliveSql('?3', '?2');

// ?1 conversation, ?2 user, ?3 session, ?4 clientMsgId, ?5 kind, ?6 body, ?7 target
const insert = (kind: ChangeRequest['kind']) => `
INSERT INTO entries (conversation_id, seq, n, message_seq, sender_id, client_msg_id, kind, body, target_seq, hidden, created_at)
SELECT c.id, l.seq + 1, l.n, l.message_seq, ?2, ?4, ?5, ?6, ?7, (${BLOCKED_BY_PEER}) OR t.hidden, max(${NOW_MS}, l.created_at)
FROM conversations c
JOIN memberships m ON m.conversation_id = c.id AND m.user_id = ?2 AND m.left_seq IS NULL
JOIN entries l ON l.conversation_id = c.id AND l.seq = (SELECT e.seq FROM entries e WHERE e.conversation_id = c.id ORDER BY e.seq DESC LIMIT 1)
JOIN entries t ON t.conversation_id = c.id AND t.seq = ?7 AND t.seq > m.visible_after_seq AND t.kind = 'message' AND (t.hidden = 0 OR t.sender_id = ?2)
WHERE c.id = ?1 AND c.dissolved_at IS NULL AND (c.muted_all = 0 OR ${maySql('sendWhileMutedAll')}) AND ${ALIVE} AND ${MAY[kind]}${kind === 'recall' ? '' : ` AND NOT (${PEER_ACCEPTS_ONLY_CONTACTS})`}
  AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.sender_id = ?2 AND e.client_msg_id = ?4)`;

// The entry that this batch stored: the newest of its log, with this change. A repeat finds an older entry and has no effect again. A
// hidden change takes effect only on a hidden target, which nobody else sees.
const FRESH = `(SELECT e.created_at FROM entries e WHERE e.sender_id = ?2 AND e.client_msg_id = ?4
  AND e.conversation_id = ?1 AND e.target_seq = ?7 AND e.kind = ?5 AND e.body = ?6
  AND (e.hidden = 0 OR EXISTS (SELECT 1 FROM entries h WHERE h.conversation_id = ?1 AND h.seq = ?7 AND h.hidden = 1))
  AND e.seq = (SELECT x.seq FROM entries x WHERE x.conversation_id = ?1 ORDER BY x.seq DESC LIMIT 1))`;
const TARGET = `conversation_id = ?1 AND seq = ?7 AND ${FRESH} IS NOT NULL`;

const EFFECTS: Record<ChangeRequest['kind'], readonly string[]> = {
  edit: [
    ...replaceMentions(`${FRESH} IS NOT NULL`),
    `UPDATE entries SET edited_body = json_extract(?6, '$.body'), edited_at = ${FRESH} WHERE ${TARGET}`,
  ],
  // A recall deletes the text of the message, of its last edit, and of the earlier edits in the log.
  recall: [
    deleteMentions(`${FRESH} IS NOT NULL`),
    `UPDATE entries SET body = '{"kind":"recalled"}', edited_body = NULL, edited_at = NULL, recalled_at = ${FRESH} WHERE recalled_at IS NULL AND ${TARGET}`,
    `UPDATE entries INDEXED BY entries_edits SET body = 'null' WHERE conversation_id = ?1 AND seq > ?7 AND target_seq = ?7 AND kind = 'edit' AND body <> 'null' AND ${FRESH} IS NOT NULL`,
    `DELETE FROM reactions WHERE ${TARGET}`,
  ],
  reaction: [
    `INSERT INTO reactions (conversation_id, seq, emoji, user_id, change_seq)
      SELECT ?1, ?7, json_extract(?6, '$.emoji'), ?2, (SELECT e.seq FROM entries e WHERE e.sender_id = ?2 AND e.client_msg_id = ?4)
      WHERE json_extract(?6, '$.on') AND ${FRESH} IS NOT NULL ON CONFLICT DO NOTHING`,
    `DELETE FROM reactions WHERE ${TARGET} AND ${SAME_EMOJI('emoji')} AND user_id = ?2 AND NOT json_extract(?6, '$.on')`,
  ],
  pin: [`UPDATE entries SET pinned_at = CASE WHEN json_extract(?6, '$.on') THEN ${FRESH} END WHERE ${TARGET}`],
};

const RESULT = `SELECT e.seq, e.n, e.created_at AS createdAt, e.hidden, e.body = 'null' AS recalled,
  e.conversation_id = ?1 AND e.kind = ?5 AND (e.body = ?6 OR e.body = 'null') AND e.target_seq = ?7 AS same,
  CASE WHEN NOT ${ALIVE} THEN 'unauthenticated'
    WHEN e.seq IS NOT NULL THEN NULL
    WHEN m.user_id IS NULL THEN 'not_found'
    WHEN m.left_seq IS NOT NULL OR c.dissolved_at IS NOT NULL THEN 'not_member'
    WHEN NOT EXISTS (SELECT 1 FROM entries t WHERE t.conversation_id = ?1 AND t.seq = ?7 AND t.seq > m.visible_after_seq AND t.kind = 'message' AND (t.hidden = 0 OR t.sender_id = ?2)) THEN 'not_found'
    ELSE 'not_allowed' END AS because
FROM (SELECT ?4 AS clientMsgId)
LEFT JOIN entries e ON e.sender_id = ?2 AND e.client_msg_id = ?4
LEFT JOIN conversations c ON c.id = ?1
LEFT JOIN memberships m ON m.conversation_id = ?1 AND m.user_id = ?2`;

interface Row {
  seq: number | null;
  n: number;
  createdAt: number;
  hidden: number;
  recalled: number;
  same: number | null;
  because: RefusalReason | null;
}

/** Members with a live lease who see the target. `?1` conversation, `?2` target. */
const AUDIENCE = audienceSql('SELECT ?1 AS c, ?2 AS oldest, ?2 AS newest');

/** The result of a change, and the members to notify (FAN-2). */
export interface StoredChange {
  readonly result: EntryResult;
  readonly audience: readonly string[];
  /** Members of the audience whose mention counts the change raised or lowered. */
  readonly recounted: readonly string[];
}

/** The fields of a change that are stored and compared: all but kind and target, which have columns. */
function bodyOf(change: ChangeRequest): string {
  const { kind: _, targetSeq: __, ...fields } = change;
  return JSON.stringify(fields);
}

/**
 * Stores one change and folds it into its target, in one transaction and one D1 round trip. The change is an entry of the log like a
 * message, with its own clientMsgId (SEND-3). Writes three rows, four for an edit; one more for each mention that an edit adds or
 * removes, and for each edit of a recalled message. Rejects like D1.
 */
export async function storeChange(db: D1Database, request: ChangeToStore): Promise<StoredChange> {
  const { kind, targetSeq } = request.change;
  const values = [
    request.conversationId,
    request.senderId,
    request.sessionId,
    request.clientMsgId,
    kind,
    bodyOf(request.change),
    targetSeq,
  ];
  const bind = (sql: string) => bindUsed(db, sql, values);
  const answers = await db.batch([
    bind(insert(kind)),
    bind(RESULT),
    db.prepare(AUDIENCE).bind(request.conversationId, targetSeq),
    ...EFFECTS[kind].map(bind),
  ]);
  const audience = JSON.parse(rowsOf<{ users: string }>(answers[2])[0]?.users ?? '[]') as string[];
  const mentionedIds = new Set(answers.slice(3).flatMap((answer) => rowsOf<{ userId: string }>(answer).map(({ userId }) => userId)));
  const recounted = mentionedIds.has('*') ? audience : audience.filter((userId) => mentionedIds.has(userId));
  return { result: toResult(rowsOf<Row>(answers[1])[0]), audience, recounted };
}

function toResult(row: Row | undefined): EntryResult {
  if (!row || row.because !== null || row.seq === null) return { ok: false, because: row?.because ?? 'not_found' };
  if (!row.same) return { ok: false, because: 'conflict' };
  return { ok: true, seq: row.seq, n: row.n, createdAt: row.createdAt, hidden: row.hidden === 1, recalled: row.recalled === 1 };
}
