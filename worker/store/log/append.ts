import { acceptsOnlyContacts } from '../people/contacts';
import { aliveSql } from '../people/sessions';
import { NOW_MS } from '../sql/clock';
import { maySql, rolesWith } from '../sql/rights';
import { rowsOf } from '../sql/rows';
import { type Audiences, audienceSql, type Latecomer } from './audience';
import { type PresentState, presentStateSql } from './entries';

/** One message to be stored. */
export interface Send {
  readonly conversationId: string;
  readonly senderId: string;
  /** The sending session, which is checked in the same batch (CONN-9). `null`: the server writes in the name of the sender. */
  readonly sessionId: string | null;
  readonly clientMsgId: string;
  /** The body as JSON text, stored as it is and compared with that of a repeat (SEND-4). */
  readonly body: string;
  readonly replyTo: number | null;
  /** Whether unread counts include it; they exclude system messages. */
  readonly countable: boolean;
  /** Ids of mentioned users; `*` for everyone, which only admins may use. */
  readonly mentions: readonly string[];
}

/** Why a send was refused. */
export type RefusalReason = 'unauthenticated' | 'not_found' | 'not_member' | 'not_allowed' | 'blocked' | 'conflict';

export type EntryResult =
  | {
      readonly ok: true;
      readonly seq: number;
      readonly n: number;
      readonly createdAt: number;
      /** Only the sender sees it, because the peer has blocked them. */
      readonly hidden: boolean;
      /** Whether it repeats a message that was recalled meanwhile; nobody is notified again. */
      readonly recalled: boolean;
      /** For a repeat of a message that was edited, pinned or reacted to meanwhile: its present state. */
      readonly changed?: PresentState;
    }
  | { readonly ok: false; readonly because: RefusalReason };

export interface AppendResult extends Audiences {
  /** In the order of the sends. */
  readonly results: EntryResult[];
}

// The statements of an append, all over `sends`: the batch `?1`, a JSON array with one array a send, as a table of one row each:
//
//   i  its place in the batch      x  the session, or null where the server writes    r  replyTo, or null
//   c  the conversation            m  the clientMsgId                                 n  1 where unread counts it
//   u  the sender                  b  the body, as JSON text                          a  1 where it mentions everyone
//
// Other names: `c` conversations, `m` the sender's membership, `p` the membership of the peer in a direct conversation, `e` the stored entry,
// `l` the newest entry of the log before the batch. For `[["c1","ann","s1","m1","{…}",null,1,0], ["c1","ann","s1","m2","{…}",null,1,0]]`
// and a log that ends at seq 6, INSERT stores
//
//   conversation_id | seq | n | sender_id | client_msg_id
//   c1              |   7 | 5 | ann       | m1
//   c1              |   8 | 6 | ann       | m2
//
// MARK raises Ann's mark to 8, and FOUND answers one row: `results` = [[7,5,…],[8,6,…]] in the order of the sends, and the audiences.

// Materialised, so that the JSON is parsed once per statement, whatever the join order.
const SENDS = `sends AS MATERIALIZED (
  SELECT key AS i, value->>0 AS c, value->>1 AS u, value->>2 AS x, value->>3 AS m, value->>4 AS b, value->>5 AS r, value->>6 AS n, value->>7 AS a
  FROM json_each(?1))`;

const I_BLOCKED = 'EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = s.u AND b.blocked_id = p.user_id)';
const PEER_ACCEPTS_ONLY_CONTACTS = `EXISTS (SELECT 1 FROM users o WHERE o.id = p.user_id AND ${acceptsOnlyContacts('o', 's.u')})`;

// Who may send: a member with a living session, in a conversation that is not muted for them; in a direct conversation, unless they have
// blocked the peer or the peer accepts messages from contacts only. Naming everyone (`a`) takes a right of its own. `hide`: the peer has
// blocked the sender, who does not learn of it.
const ALLOWED = `
  FROM sends s
  JOIN conversations c ON c.id = s.c AND c.dissolved_at IS NULL
  JOIN memberships m ON m.conversation_id = c.id AND m.user_id = s.u AND m.left_seq IS NULL
  WHERE (s.x IS NULL OR ${aliveSql('s.x', 's.u')})
    AND (s.x IS NULL OR c.muted_all = 0 OR ${maySql('sendWhileMutedAll')})
    AND (s.a = 0 OR ${maySql('mentionAll')})
    AND (c.kind = 'group' OR NOT EXISTS (
      SELECT 1 FROM memberships p WHERE p.conversation_id = c.id AND p.user_id <> s.u AND (${I_BLOCKED} OR ${PEER_ACCEPTS_ONLY_CONTACTS})))
    AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.sender_id = s.u AND e.client_msg_id = s.m)`;

const INSERT = `WITH ${SENDS}, allowed AS MATERIALIZED (
  SELECT s.*, c.kind = 'direct' AND EXISTS (
      SELECT 1 FROM memberships p JOIN blocks b ON b.user_id = p.user_id AND b.blocked_id = s.u
      WHERE p.conversation_id = c.id AND p.user_id <> s.u) AS hide
  ${ALLOWED}),
heads AS MATERIALIZED (
  SELECT a.c, coalesce((SELECT e.seq FROM entries e WHERE e.conversation_id = a.c ORDER BY e.seq DESC LIMIT 1), 0) AS seq
  FROM (SELECT DISTINCT c FROM allowed) a)
INSERT INTO entries (conversation_id, seq, n, message_seq, sender_id, client_msg_id, kind, body, reply_to, hidden, created_at)
SELECT a.c, h.seq + row_number() OVER log, coalesce(l.n, 0) + sum(a.n AND NOT a.hide) OVER log, h.seq + row_number() OVER log,
  a.u, a.m, 'message', a.b, a.r, a.hide, max(${NOW_MS}, coalesce(l.created_at, 0))
FROM allowed a JOIN heads h ON h.c = a.c LEFT JOIN entries l ON l.conversation_id = a.c AND l.seq = h.seq
WINDOW log AS (PARTITION BY a.c ORDER BY a.i ROWS UNBOUNDED PRECEDING)`;

// READ-3: a sender has read up to their own message. `?1` holds only pairs of sender and clientMsgId, because a batch is mostly bodies.
const MARK = `WITH sent AS MATERIALIZED (
  SELECT e.conversation_id AS c, e.sender_id AS u, max(e.seq) AS seq, max(e.n) AS n
  FROM json_each(?1) s CROSS JOIN entries e ON e.sender_id = s.value->>0 AND e.client_msg_id = s.value->>1 GROUP BY 1, 2)
UPDATE memberships SET read_seq = sent.seq, read_n = sent.n
FROM sent WHERE conversation_id = sent.c AND user_id = sent.u AND read_seq < sent.seq`;

// CROSS fixes the join order, from the mentioned users to their memberships: otherwise all members are read. A repeat must not add
// mentions to a message that was edited.
const MENTION = `WITH ${SENDS}
INSERT INTO mentions (conversation_id, user_id, seq)
SELECT e.conversation_id, w.value->>'w', e.seq
FROM json_each(?2) w
CROSS JOIN sends s ON s.i = w.value->>'i'
CROSS JOIN entries e ON e.sender_id = s.u AND e.client_msg_id = s.m AND e.conversation_id = s.c AND e.body = s.b AND e.hidden = 0 AND e.edited_at IS NULL
CROSS JOIN memberships m ON m.conversation_id = e.conversation_id AND m.user_id = CASE w.value->>'w' WHEN '*' THEN s.u ELSE w.value->>'w' END
  AND m.left_seq IS NULL AND (w.value->>'w' <> '*' OR m.role IN ${rolesWith('mentionAll')})
WHERE true ON CONFLICT DO NOTHING`;

// NULL for nearly all rows: only a repeat can find its message changed.
const REACTED = 'SELECT 1 FROM reactions x WHERE x.conversation_id = e.conversation_id AND x.seq = e.seq';
const CHANGED = `CASE WHEN e.edited_at IS NOT NULL OR e.pinned_at IS NOT NULL OR EXISTS (${REACTED}) THEN ${presentStateSql('e')} END`;

// All results in one row: converting a row in D1 costs more than finding it, and so does another statement.
const FOUND = `WITH ${SENDS}, found AS MATERIALIZED (
SELECT s.i, s.c, e.seq, e.n, e.created_at AS createdAt, e.hidden, e.recalled_at IS NOT NULL AS recalled, ${CHANGED} AS changed,
  e.conversation_id = s.c AND e.kind = 'message' AND (e.recalled_at IS NOT NULL OR (e.body = s.b AND e.reply_to IS s.r)) AS same,
  CASE WHEN s.x IS NOT NULL AND NOT ${aliveSql('s.x', 's.u')} THEN 'unauthenticated'
    WHEN e.seq IS NOT NULL AND e.conversation_id = s.c THEN NULL
    WHEN e.seq IS NOT NULL THEN 'conflict'
    WHEN m.user_id IS NULL THEN 'not_found'
    WHEN m.left_seq IS NOT NULL OR c.dissolved_at IS NOT NULL THEN 'not_member'
    WHEN c.kind = 'direct' AND EXISTS (SELECT 1 FROM memberships p WHERE p.conversation_id = c.id AND p.user_id <> s.u AND ${I_BLOCKED}) THEN 'blocked'
    ELSE 'not_allowed' END AS because
FROM sends s
LEFT JOIN entries e ON e.sender_id = s.u AND e.client_msg_id = s.m
LEFT JOIN conversations c ON c.id = s.c
LEFT JOIN memberships m ON m.conversation_id = s.c AND m.user_id = s.u)
SELECT (SELECT json_group_array(json_array(seq, n, createdAt, hidden, recalled, json(changed), same, because) ORDER BY i) FROM found) AS results,
(SELECT json_group_array(json_array(c, json(users), json(latecomers))) FROM (
  ${audienceSql('SELECT c, min(seq) AS oldest, max(seq) AS newest FROM found GROUP BY c')})) AS audiences`;

/** The result of one send in `FOUND`. */
type ResultRow = [
  seq: number | null,
  n: number,
  createdAt: number,
  hidden: number,
  recalled: number,
  changed: PresentState | null,
  same: number | null,
  because: RefusalReason | null,
];

/** The statements of one D1 batch, and a function that reads the answers of these statements. */
export interface AppendPlan {
  readonly statements: D1PreparedStatement[];
  read(answers: readonly D1Result[]): AppendResult;
}

/**
 * Stores any number of sends as one transaction: authorisation, next seq, dedupe, the senders' marks, the first results of repeats, and
 * the online audience. Writes three rows per message (entry, its dedupe index entry, the sender's mark), however large the conversation
 * or its history. Sends of one conversation get their seqs in the given order.
 *
 * No two sends of a plan may have the same sender and clientMsgId.
 */
export function planAppend(db: D1Database, sends: readonly Send[]): AppendPlan {
  const batch = JSON.stringify(
    sends.map((send) => [
      send.conversationId,
      send.senderId,
      send.sessionId,
      send.clientMsgId,
      send.body,
      send.replyTo,
      send.countable ? 1 : 0,
      send.mentions.includes('*') ? 1 : 0,
    ]),
  );
  const mentions = sends.flatMap((send, i) => send.mentions.map((userId) => ({ i, w: userId })));
  const userSends = sends.filter(({ sessionId }) => sessionId !== null).map(({ senderId, clientMsgId }) => [senderId, clientMsgId]);
  const statements = [db.prepare(INSERT).bind(batch), db.prepare(MARK).bind(JSON.stringify(userSends)), db.prepare(FOUND).bind(batch)];
  if (mentions.length > 0) statements.push(db.prepare(MENTION).bind(batch, JSON.stringify(mentions)));
  return {
    statements,
    read(answers) {
      const found = rowsOf<{ results: string; audiences: string }>(answers[2])[0];
      return {
        results: (JSON.parse(found?.results ?? '[]') as ResultRow[]).map(toEntryResult),
        ...toAudiences(found?.audiences ?? '[]'),
      };
    },
  };
}

/**
 * Runs the plan in one D1 round trip. Rejects like D1; then nothing is stored, or, if only the answer was lost, everything is: a retry
 * finds out (SEND-3).
 */
export async function appendSends(db: D1Database, sends: readonly Send[]): Promise<AppendResult> {
  const plan = planAppend(db, sends);
  return plan.read(await db.batch(plan.statements));
}

function toEntryResult([seq, n, createdAt, hidden, recalled, changed, same, because]: ResultRow): EntryResult {
  if (seq === null || because !== null) return { ok: false, because: because ?? 'not_found' };
  if (!same) return { ok: false, because: 'conflict' };
  return { ok: true, seq, n, createdAt, hidden: hidden === 1, recalled: recalled === 1, ...(changed !== null && { changed }) };
}

function toAudiences(json: string): Audiences {
  const rows = JSON.parse(json) as [string, string[], Latecomer[]][];
  return {
    audience: new Map(rows.flatMap(([c, users]) => (users.length > 0 ? [[c, users]] : []))),
    latecomers: new Map(rows.flatMap(([c, , latecomers]) => (latecomers.length > 0 ? [[c, latecomers]] : []))),
  };
}
