import { inOrder } from '../../../protocol/reactions';
import type { Change, ChangeKind, Message, Reaction } from '../../../protocol/records';

/** A row of `entries` as the queries here select it, with its reactions folded in. */
export interface EntryRow {
  conversationId: string;
  seq: number;
  n: number;
  senderId: string;
  clientMsgId: string;
  kind: string;
  body: string;
  replyTo: number | null;
  targetSeq: number | null;
  createdAt: number;
  editedBody: string | null;
  editedAt: number | null;
  recalledAt: number | null;
  pinnedAt: number | null;
  /** JSON array of [emoji, userId]. */
  reactions: string | null;
  /** Hidden from this reader: they blocked the sender, deleted it for themselves, or it changes a message from before they joined. */
  hiddenFromReader: number;
}

/**
 * Columns of an `EntryRow` for entries under the alias `e`, as the user `reader` sees them. `reader`, `after` and `till` are SQL
 * expressions: the log is visible after the seq `after` and up to `till` (null: to its end). Changes of a message from before that
 * range (FAN-7) and changes from after it (FAN-5) are not visible either.
 *
 * Tables: `w` an edit of the entry (the last one that the reader may see decides the wording; the entry itself holds the newest), `x` its
 * reactions, `d` the reader's deletions. For `entryColumns('e', '?2', 'm.visible_after_seq', 'm.left_seq')` and a member who left at seq 9:
 *
 *     seq | kind    | body            | editedBody                   | reactions      | hiddenFromReader
 *       7 | message | {"text":"helo"} | the edit at seq 8, not at 10 | [["👍","ben"]] | 0
 *       8 | edit    | {"body":{…}}    | null                         | null           | 0
 */
export function entryColumns(e: string, reader: string, after: string, till: string): string {
  const wording = (value: string, now: string) => `CASE WHEN ${till} IS NULL OR ${e}.edited_at IS NULL THEN ${now} ELSE (
    SELECT ${value} FROM entries w INDEXED BY entries_edits WHERE w.conversation_id = ${e}.conversation_id AND w.target_seq = ${e}.seq AND w.kind = 'edit' AND w.seq <= ${till}
    ORDER BY w.seq DESC LIMIT 1) END`;
  return `${e}.conversation_id AS conversationId, ${e}.seq, ${e}.n, ${e}.sender_id AS senderId, ${e}.client_msg_id AS clientMsgId,
  ${e}.kind, ${e}.body, ${e}.reply_to AS replyTo, ${e}.target_seq AS targetSeq, ${e}.created_at AS createdAt,
  ${wording("json_extract(w.body, '$.body')", `${e}.edited_body`)} AS editedBody, ${wording('w.created_at', `${e}.edited_at`)} AS editedAt,
  ${e}.recalled_at AS recalledAt, CASE WHEN ${till} IS NULL OR ${e}.pinned_at <= (
    SELECT w.created_at FROM entries w WHERE w.conversation_id = ${e}.conversation_id AND w.seq = ${till}) THEN ${e}.pinned_at END AS pinnedAt,
  CASE WHEN ${e}.kind = 'message' THEN (SELECT json_group_array(json_array(x.emoji, x.user_id))
    FROM reactions x WHERE x.conversation_id = ${e}.conversation_id AND x.seq = ${e}.seq AND (${till} IS NULL OR x.change_seq <= ${till})) END AS reactions,
  (${e}.hidden = 1 AND ${e}.sender_id <> ${reader}) OR (${e}.target_seq IS NOT NULL AND ${e}.target_seq <= ${after}) OR EXISTS (
    SELECT 1 FROM deletions d WHERE d.conversation_id = ${e}.conversation_id AND d.user_id = ${reader} AND d.seq IN (${e}.seq, ${e}.target_seq)) AS hiddenFromReader`;
}

/** The changes of a message since it was stored, as every member sees them. */
export interface PresentState {
  readonly editedBody: Message['body'] | null;
  readonly editedAt: number | null;
  readonly pinnedAt: number | null;
  readonly reactions: readonly (readonly [emoji: string, userId: string])[];
}

/** SQL: the `PresentState` of the message under the alias `e`, as JSON. */
export function presentStateSql(e: string): string {
  return `json_object('editedBody', json(${e}.edited_body), 'editedAt', ${e}.edited_at, 'pinnedAt', ${e}.pinned_at, 'reactions', json((
    SELECT json_group_array(json_array(x.emoji, x.user_id)) FROM reactions x WHERE x.conversation_id = ${e}.conversation_id AND x.seq = ${e}.seq)))`;
}

/** Applies a `PresentState` to the message as it was sent. */
export function inPresentState(message: Message, { editedBody, editedAt, pinnedAt, reactions }: PresentState): Message {
  const grouped = reactionsOf(reactions);
  return {
    ...message,
    body: editedBody ?? message.body,
    ...(editedAt !== null && { editedAt }),
    ...(pinnedAt !== null && { pinnedAt }),
    ...(grouped.length > 0 && { reactions: grouped }),
  };
}

function reactionsOf(pairs: PresentState['reactions']): Reaction[] {
  const byEmoji = new Map<string, string[]>();
  for (const [emoji, userId] of pairs) {
    const users = byEmoji.get(emoji);
    if (users) users.push(userId);
    else byEmoji.set(emoji, [userId]);
  }
  return inOrder([...byEmoji].map(([emoji, userIds]) => ({ emoji, userIds })));
}

/** Converts a row to the message that readers get: in its present state, without text if it was recalled. */
export function toMessage(row: EntryRow): Message {
  const { editedAt, pinnedAt } = row;
  const message: Message = {
    conversationId: row.conversationId,
    seq: row.seq,
    n: row.n,
    senderId: row.senderId,
    clientMsgId: row.clientMsgId,
    body: JSON.parse(row.body) as Message['body'],
    createdAt: row.createdAt,
    ...(row.replyTo !== null && { replyTo: row.replyTo }),
    ...(row.recalledAt !== null && { recalledAt: row.recalledAt }),
  };
  const editedBody = row.editedBody === null ? null : (JSON.parse(row.editedBody) as Message['body']);
  const reactions = JSON.parse(row.reactions ?? '[]') as PresentState['reactions'];
  return inPresentState(message, { editedBody, editedAt, pinnedAt, reactions });
}

/** Converts a row to the change that readers get; a hidden change fills its place in the log and shows nothing. */
export function toChange(row: EntryRow): Change {
  const base = { conversationId: row.conversationId, seq: row.seq, n: row.n, createdAt: row.createdAt };
  const stored = JSON.parse(row.body) as Record<string, unknown> | null;
  // A recall sets the edits of its target to `null`.
  if (row.hiddenFromReader || stored === null) return { ...base, kind: 'hidden', senderId: row.senderId, clientMsgId: '' };
  return {
    ...base,
    ...stored,
    kind: row.kind as ChangeKind,
    targetSeq: row.targetSeq,
    senderId: row.senderId,
    clientMsgId: row.clientMsgId,
  } as Change;
}

/** Splits the rows of a log into messages and changes, both in order. */
export function split(rows: readonly EntryRow[]): { messages: Message[]; changes: Change[] } {
  const messages: Message[] = [];
  const changes: Change[] = [];
  for (const row of rows) {
    if (row.kind === 'message' && !row.hiddenFromReader) messages.push(toMessage(row));
    else changes.push(toChange(row));
  }
  return { messages, changes };
}
