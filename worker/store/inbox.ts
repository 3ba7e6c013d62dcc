import type { Inbox } from '../../protocol/down';
import { DELETIONS_LISTED_MAX, MEMBERS_INLINE_MAX } from '../../protocol/limits';
import type { ConversationSummary, Member, Message } from '../../protocol/records';
import type { Role } from '../../protocol/roles';
import { type EntryRow, entryColumns, toMessage } from './log/entries';
import { RECEIPTS_MEMBERS_MAX } from './log/marks';
import { NOW_MS } from './sql/clock';
import { rolesWith } from './sql/rights';
import { rowsOf } from './sql/rows';

/** `epoch.time`: the identity of the database, and its clock when the inbox was read. Opaque to clients. */
function parseCursor(cursor: string | undefined): { epoch: string; at: number } | undefined {
  const match = /^([0-9a-f]{1,64})\.(\d{1,15})$/.exec(cursor ?? '');
  return match?.[1] && match[2] ? { epoch: match[1], at: Number(match[2]) } : undefined;
}

/** Cursors are compared with this margin, so that small steps of the database's clock hide nothing. Milliseconds. */
const CLOCK_MARGIN_MS = 2000;

// The member's unread mentions. A message that mentions them and everyone counts once.
const MENTIONS = `(SELECT count(DISTINCT w.seq) FROM mentions w WHERE w.conversation_id = m.conversation_id AND w.user_id IN (m.user_id, '*')
  AND w.seq > max(m.read_seq, m.visible_after_seq) AND (m.left_seq IS NULL OR w.seq <= m.left_seq))`;

// How far the peer has read, as the member may know it. If the peer blocked the member, hidden messages stay unread.
const PEER_READ = `(SELECT t.seq FROM entries t WHERE t.conversation_id = c.id AND t.seq <= p.read_seq
  AND NOT (t.hidden = 1 AND t.sender_id = m.user_id) ORDER BY t.seq DESC LIMIT 1)`;

// In a group: how far the furthest other member has read. A mark that has not moved since the member joined says nothing: `delivered_seq`
// holds the seq of the message about the joining (see `joinedSeq` in sql/schema.ts).
const OTHERS_READ = `(SELECT max(x.read_seq) FROM memberships x JOIN users y ON y.id = x.user_id AND coalesce(json_extract(y.settings, '$.readReceipts'), 1)
  WHERE x.conversation_id = c.id AND x.left_seq IS NULL AND x.user_id <> m.user_id AND x.read_seq > x.delivered_seq)`;

// One member's view of conversations, one row each. The tables that COLUMNS reads and JOINS brings together:
//
//   m  the member's membership     l  the newest entry that they may see: counts, and where the log ends for them
//   me the member as a user        s  the newest message that they see: neither hidden, deleted, nor from before they joined
//   c  the conversation            p, u  in a direct conversation, the peer's membership and the peer as a user
//
// CHANGED takes `?1` the user and `?2`, `?3` the cursor's time and epoch; ONE takes `?1` the conversation and `?2` user ids, a JSON array. For a
// group whose last message Ann deleted for herself: lastSeq 12 (of `l`), shownSeq 11 (of `s`), peerId null, deletedSeqs "[12]".
const COLUMNS = `c.id, c.kind AS conversationKind, c.title, c.hue, c.announcement, c.muted_all AS mutedAll, c.history, c.approval, c.member_count AS memberCount, c.dissolved_at AS dissolvedAt,
  c.created_at AS conversationAt, m.role, m.read_seq AS readSeq, m.read_n AS readN, m.muted_until AS mutedUntil, m.pinned,
  m.archived_n AS archivedN, m.hidden_n AS hiddenN, m.marked_unread AS markedUnread, m.left_seq AS leftSeq, m.left_view AS leftView, m.visible_after_seq AS visibleAfterSeq, m.joined_at AS joinedAt,
  coalesce(l.seq, 0) AS lastSeq, coalesce(l.n, 0) AS lastN, ${entryColumns('s', 'm.user_id', 'm.visible_after_seq', 'm.left_seq')}, s.seq AS shownSeq,
  p.user_id AS peerId, u.name AS peerName, u.hue AS peerHue,
  CASE WHEN NOT coalesce(json_extract(me.settings, '$.readReceipts'), 1) OR m.left_seq IS NOT NULL THEN NULL
    WHEN c.kind = 'group' THEN CASE WHEN c.member_count <= ${RECEIPTS_MEMBERS_MAX} THEN ${OTHERS_READ} END
    WHEN coalesce(json_extract(u.settings, '$.readReceipts'), 1) THEN coalesce(${PEER_READ}, 0) END AS peerReadSeq,
  ${MENTIONS} AS mentions,
  CASE WHEN m.role IN ${rolesWith('approve')} AND m.left_seq IS NULL THEN (SELECT count(*) FROM join_requests q WHERE q.conversation_id = c.id) END AS requests,
  (SELECT json_group_array(d.seq) FROM (SELECT x.seq FROM deletions x WHERE x.conversation_id = c.id AND x.user_id = m.user_id
    ORDER BY x.seq DESC LIMIT ${DELETIONS_LISTED_MAX}) d) AS deletedSeqs,
  CASE WHEN c.member_count <= ${MEMBERS_INLINE_MAX} AND m.left_seq IS NULL THEN (
    SELECT json_group_array(json_object('userId', x.user_id, 'role', x.role, 'name', y.name, 'hue', y.hue) ORDER BY x.joined_at, x.user_id)
    FROM memberships x JOIN users y ON y.id = x.user_id WHERE x.conversation_id = c.id AND x.left_seq IS NULL) END AS members`;

const JOINS = `
JOIN users me ON me.id = m.user_id
JOIN conversations c ON c.id = m.conversation_id
LEFT JOIN entries l ON l.conversation_id = c.id AND l.seq = (
  SELECT max(t.seq) FROM entries t WHERE t.conversation_id = c.id AND t.seq <= coalesce(m.left_seq, 9007199254740991))
LEFT JOIN entries s ON s.conversation_id = c.id AND s.seq = (
  SELECT t.seq FROM entries t WHERE t.conversation_id = c.id AND t.seq <= l.message_seq AND t.seq > m.visible_after_seq
    AND t.kind = 'message' AND (t.hidden = 0 OR t.sender_id = m.user_id)
    AND NOT EXISTS (SELECT 1 FROM deletions d WHERE d.conversation_id = c.id AND d.user_id = m.user_id AND d.seq = t.seq) ORDER BY t.seq DESC LIMIT 1)
LEFT JOIN memberships p ON p.conversation_id = CASE c.kind WHEN 'direct' THEN c.id END AND p.user_id <> m.user_id
LEFT JOIN users u ON u.id = p.user_id`;

// A direct conversation without anything to see is hidden from a user who blocked the peer, because the peer may have opened it.
// `since.at` is 0, which means everything, without a cursor, with one of another epoch, or with one from the database's future. Half the
// margin, since the clock moves between statements: an answer that says it is everything must be so.
const CHANGED = `WITH since AS (SELECT CASE WHEN ?3 = (SELECT value FROM meta WHERE key = 'epoch') AND ?2 <= ${NOW_MS} + ${CLOCK_MARGIN_MS} / 2
  THEN ?2 - ${CLOCK_MARGIN_MS} ELSE 0 END AS at)
SELECT ${COLUMNS} FROM since CROSS JOIN memberships m ${JOINS}
WHERE m.user_id = ?1 AND (since.at > 0 OR (m.left_seq IS NULL AND c.dissolved_at IS NULL))
  AND (l.created_at >= since.at OR m.changed_at >= since.at OR (c.changed_at >= since.at AND m.left_seq IS NULL) OR u.updated_at >= since.at)
  AND (s.seq IS NOT NULL OR c.kind = 'group' OR NOT EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = m.user_id AND b.blocked_id = p.user_id))`;

// READ-5: in a muted conversation only mentions count.
const TOTAL = `SELECT coalesce(sum(CASE WHEN coalesce(m.muted_until, 0) > ${NOW_MS}
    THEN ${MENTIONS}
    ELSE max(0, coalesce(l.n, 0) - m.read_n) END), 0) AS total
FROM memberships m JOIN conversations c ON c.id = m.conversation_id AND c.dissolved_at IS NULL
LEFT JOIN entries l ON l.conversation_id = m.conversation_id AND l.seq = (SELECT max(t.seq) FROM entries t WHERE t.conversation_id = m.conversation_id)
WHERE m.user_id = ?1 AND m.left_seq IS NULL`;

const META = `SELECT value AS epoch, ${NOW_MS} AS now FROM meta WHERE key = 'epoch'`;

interface SummaryRow extends EntryRow {
  id: string;
  conversationKind: 'direct' | 'group';
  title: string;
  hue: number | null;
  announcement: string;
  mutedAll: number;
  history: 'joined' | 'all';
  approval: number;
  memberCount: number;
  dissolvedAt: number | null;
  conversationAt: number;
  role: Role;
  readSeq: number;
  readN: number;
  mutedUntil: number | null;
  pinned: number;
  archivedN: number | null;
  hiddenN: number | null;
  markedUnread: number;
  leftSeq: number | null;
  leftView: string | null;
  visibleAfterSeq: number;
  joinedAt: number;
  lastSeq: number;
  lastN: number;
  shownSeq: number | null;
  peerId: string | null;
  peerName: string | null;
  peerHue: number | null;
  peerReadSeq: number | null;
  mentions: number;
  requests: number | null;
  deletedSeqs: string;
  members: string | null;
}

/** The group as a former member sees it: as it was when they left. */
function asWhenLeft(row: SummaryRow): SummaryRow {
  if (row.leftView === null) return row;
  const seen = JSON.parse(row.leftView) as Pick<SummaryRow, 'title' | 'hue' | 'memberCount'>;
  return { ...row, ...seen, announcement: '', mutedAll: 0, approval: 0, history: 'joined', dissolvedAt: null };
}

function toSummary(current: SummaryRow, now: number): ConversationSummary {
  const row = asWhenLeft(current);
  const isGroup = row.conversationKind === 'group';
  const lastMessage: Message | undefined = row.shownSeq === null ? undefined : toMessage({ ...row, seq: row.shownSeq });
  const muted = row.mutedUntil !== null && row.mutedUntil > now;
  return {
    id: row.id,
    kind: row.conversationKind,
    title: isGroup ? row.title : (row.peerName ?? ''),
    memberCount: row.memberCount,
    role: row.role,
    lastSeq: row.lastSeq,
    lastN: row.lastN,
    readSeq: row.readSeq,
    readN: row.readN,
    unread: Math.max(0, row.lastN - row.readN),
    mentions: row.mentions,
    pinned: row.pinned === 1,
    // A later message unarchives a conversation, unless it is muted.
    archived: row.archivedN !== null && (muted || row.lastN <= row.archivedN),
    ...(row.hiddenN !== null && row.lastN <= row.hiddenN && { hidden: true }),
    activeAt: lastMessage?.createdAt ?? Math.max(row.joinedAt, row.conversationAt),
    ...((isGroup ? row.hue : row.peerHue) !== null && { hue: (isGroup ? row.hue : row.peerHue) ?? 0 }),
    ...(row.peerId !== null && { peerId: row.peerId }),
    ...(row.markedUnread === 1 && { markedUnread: true }),
    ...(muted && { mutedUntil: row.mutedUntil ?? 0 }),
    ...(row.announcement !== '' && { announcement: row.announcement }),
    ...(row.mutedAll === 1 && { mutedAll: true }),
    ...(isGroup && { history: row.history }),
    ...(row.approval === 1 && { approval: true }),
    ...(row.requests !== null && row.requests > 0 && { requests: row.requests }),
    ...(row.peerReadSeq !== null && { peerReadSeq: row.peerReadSeq }),
    ...(row.visibleAfterSeq > 0 && { visibleAfterSeq: row.visibleAfterSeq }),
    ...(row.deletedSeqs !== '[]' && { deletedSeqs: JSON.parse(row.deletedSeqs) as number[] }),
    ...(row.leftSeq !== null && { leftSeq: row.leftSeq, removed: true }),
    ...(row.dissolvedAt !== null && { removed: true }),
    ...(lastMessage && { lastMessage }),
    ...(row.members !== null && { members: (JSON.parse(row.members) as (Member & { hue: number | null })[]).map(withoutNulls) }),
  };
}

function withoutNulls(member: Member & { hue?: number | null | undefined }): Member {
  const { hue, ...rest } = member;
  return hue === null || hue === undefined ? rest : { ...rest, hue };
}

/** The statements of an inbox read, to be run in one batch with others, and a function that reads their answers. */
export interface InboxRead {
  readonly statements: D1PreparedStatement[];
  read(answers: readonly D1Result[]): Inbox;
}

/**
 * The inbox since a cursor; the whole inbox without a cursor, with a cursor of another epoch, or with a cursor from the database's
 * future.
 */
export function inboxRead(db: D1Database, userId: string, cursor: string | undefined): InboxRead {
  const since = parseCursor(cursor);
  return {
    statements: [db.prepare(META), db.prepare(CHANGED).bind(userId, since?.at ?? 0, since?.epoch ?? ''), db.prepare(TOTAL).bind(userId)],
    read(answers) {
      const meta = answers[0]?.results[0] as { epoch: string; now: number };
      const full = !since || since.epoch !== meta.epoch || since.at > meta.now + CLOCK_MARGIN_MS;
      return {
        now: meta.now,
        epoch: meta.epoch,
        cursor: `${meta.epoch}.${meta.now}`,
        full,
        conversations: rowsOf<SummaryRow>(answers[1]).map((row) => toSummary(row, meta.now)),
        unreadTotal: ((answers[2]?.results[0] ?? { total: 0 }) as { total: number }).total,
      };
    },
  };
}

/** Reads the inbox alone. One round trip. */
export async function readInbox(db: D1Database, userId: string, cursor: string | undefined): Promise<Inbox> {
  const read = inboxRead(db, userId, cursor);
  return read.read(await db.batch(read.statements));
}

const ONE = `SELECT m.user_id AS memberId, ${NOW_MS} AS now, ${COLUMNS}
FROM json_each(?2) w CROSS JOIN memberships m ON m.conversation_id = ?1 AND m.user_id = w.value ${JOINS}`;

type SummaryOfRow = SummaryRow & { memberId: string; now: number };

/** The statement that reads the summaries of one conversation for the given members. */
export function planSummaries(db: D1Database, conversationId: string, userIds: readonly string[]): D1PreparedStatement {
  return db.prepare(ONE).bind(conversationId, JSON.stringify(userIds));
}

/** The summaries in an answer of `planSummaries`, by user id. */
export function toSummaries(answer: D1Result | undefined): Map<string, ConversationSummary> {
  return new Map(rowsOf<SummaryOfRow>(answer).map((row) => [row.memberId, toSummary(row, row.now)]));
}

export async function readSummaries(
  db: D1Database,
  conversationId: string,
  userIds: readonly string[],
): Promise<Map<string, ConversationSummary>> {
  return toSummaries(await planSummaries(db, conversationId, userIds).all());
}
