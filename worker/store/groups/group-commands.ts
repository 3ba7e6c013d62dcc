import type { ConversationSummary, Message } from '../../../protocol/records';
import type { Role } from '../../../protocol/roles';
import { planSummaries, toSummaries } from '../inbox';
import { type EntryRow, entryColumns, toMessage } from '../log/entries';
import { bindUsed } from '../sql/bind';
import { NOW_MS } from '../sql/clock';
import { rowsOf } from '../sql/rows';
import { planLeasedMembers, toUserIds } from './leased-members';

/**
 * One step of a group command: a system message, and the changes of other tables that it reports. Both are stored together
 * or not at all. All parts are SQL over `?1` the conversation, `?2` the actor, `?3` the message's clientMsgId and `?4` the arguments, a
 * JSON object. `DISSOLVE`, for example, becomes these two statements of one batch:
 *
 *     INSERT INTO entries (…) SELECT c.id, l.seq + 1, …, json_object('kind', 'system', 'event', json_object('event', 'dissolved')), …
 *     FROM conversations c LEFT JOIN memberships m ON … m.user_id = ?2 … LEFT JOIN entries l ON … (the newest entry)
 *     WHERE c.id = ?1 AND c.kind = 'group' AND c.dissolved_at IS NULL AND (the step's `when`)
 *
 *     UPDATE conversations SET dissolved_at = …, changed_at = … WHERE id = ?1 AND EXISTS (SELECT 1 FROM (the message that was stored) stored)
 *
 * A refused or repeated command stores no message, so its effects change nothing.
 */
export interface Step {
  /**
   * Further tables of the message's query, which sees `c` (conversation) and `m` (the actor's membership, with null columns for a
   * non-member).
   */
  readonly join?: string;
  /** The event, as an SQL expression for a JSON object. */
  readonly event: string;
  /** The condition of the step: the actor's right and the required state. */
  readonly when: string;
  /** Statements that apply the event; they read the stored message as `stored` (seq, n, body) through `STORED_MESSAGE`. */
  readonly effects: readonly string[];
}

export interface GroupCommand {
  readonly conversationId: string;
  readonly actorId: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly steps: readonly Step[];
  /** Whether the audience is taken before the command, with the members that it removes, or after it, with the members that it adds. */
  readonly audience: 'before' | 'after';
  /** An SQL expression over ?1, ?2 and ?4. Its value is returned, to explain a refusal. */
  readonly probe?: string;
}

export interface GroupCommandResult {
  /** The stored system messages, in order; none if the command changed nothing or was refused. */
  readonly messages: Message[];
  /** Members with a live lease (FAN-2). */
  readonly audience: string[];
  /** The actor's summary after the command; undefined if the actor was never a member. */
  readonly conversation: ConversationSummary | undefined;
  readonly state: MembershipState;
}

/** The state of the conversation and of the actor's membership after the command. */
export interface MembershipState {
  readonly kind: 'direct' | 'group' | null;
  readonly dissolved: boolean;
  readonly role: Role | null;
  readonly left: boolean;
  readonly memberCount: number;
  readonly probe: number | string | null;
}

/** SQL: the message that the batch stored, as the table `stored`. */
export const STORED_MESSAGE = '(SELECT e.seq, e.n, e.body FROM entries e WHERE e.sender_id = ?2 AND e.client_msg_id = ?3) stored';
/** SQL: the user ids in the event of `stored`. */
export const MESSAGE_USER_IDS = "json_each(stored.body, '$.event.userIds')";

const insertMessage = (step: Step) => `
INSERT INTO entries (conversation_id, seq, n, message_seq, sender_id, client_msg_id, kind, body, created_at)
SELECT c.id, coalesce(l.seq, 0) + 1, coalesce(l.n, 0), coalesce(l.seq, 0) + 1, ?2, ?3, 'message',
  json_object('kind', 'system', 'event', ${step.event}), max(${NOW_MS}, coalesce(l.created_at, 0))
FROM conversations c
LEFT JOIN memberships m ON m.conversation_id = c.id AND m.user_id = ?2 AND m.left_seq IS NULL
LEFT JOIN entries l ON l.conversation_id = c.id AND l.seq = (SELECT max(e.seq) FROM entries e WHERE e.conversation_id = c.id)
${step.join ?? ''}
WHERE c.id = ?1 AND c.kind = 'group' AND c.dissolved_at IS NULL AND (${step.when})`;

const MESSAGES = `SELECT ${entryColumns('e', '?1', '0', 'NULL')} FROM json_each(?2) w JOIN entries e ON e.sender_id = ?1 AND e.client_msg_id = w.value ORDER BY e.seq`;

const membershipStateSql = (
  probe: string,
) => `SELECT c.kind, c.dissolved_at IS NOT NULL AS dissolved, m.role, m.left_seq IS NOT NULL AS gone,
  coalesce(c.member_count, 0) AS memberCount, ${probe} AS probe
FROM (SELECT 1) LEFT JOIN conversations c ON c.id = ?1 LEFT JOIN memberships m ON m.conversation_id = c.id AND m.user_id = ?2`;

interface MembershipStateRow {
  kind: 'direct' | 'group' | null;
  dissolved: number;
  role: Role | null;
  gone: number;
  memberCount: number;
  probe: number | string | null;
}

/** Executes a group command as one transaction in one D1 round trip. Rejects like D1; then nothing is stored. */
export async function executeGroupCommand(
  db: D1Database,
  command: GroupCommand,
  newId: () => string,
  before: readonly D1PreparedStatement[] = [],
): Promise<GroupCommandResult> {
  const args = JSON.stringify(command.args);
  const ids = command.steps.map(newId);
  const statements = [...before];
  const audience = planLeasedMembers(db, command.conversationId);
  let audienceAt = -1;
  command.steps.forEach((step, i) => {
    const last = i === command.steps.length - 1;
    const values = [command.conversationId, command.actorId, ids[i], args];
    statements.push(bindUsed(db, insertMessage(step), values));
    if (last && command.audience === 'before') audienceAt = statements.push(audience) - 1;
    for (const effect of step.effects) statements.push(bindUsed(db, effect, values));
    if (last && command.audience === 'after') audienceAt = statements.push(audience) - 1;
  });
  const answersFrom = statements.length;
  statements.push(
    db.prepare(MESSAGES).bind(command.actorId, JSON.stringify(ids)),
    bindUsed(db, membershipStateSql(command.probe ?? 'NULL'), [command.conversationId, command.actorId, null, args]),
    planSummaries(db, command.conversationId, [command.actorId]),
  );
  const answers = await db.batch(statements);
  return {
    messages: rowsOf<EntryRow>(answers[answersFrom]).map(toMessage),
    audience: toUserIds(answers[audienceAt]),
    conversation: toSummaries(answers[answersFrom + 2]).get(command.actorId),
    state: toMembershipState(answers[answersFrom + 1]),
  };
}

function toMembershipState(answer: D1Result | undefined): MembershipState {
  const [row] = rowsOf<MembershipStateRow>(answer);
  return {
    kind: row?.kind ?? null,
    dissolved: row?.dissolved === 1,
    role: row?.role ?? null,
    left: row?.gone === 1,
    memberCount: row?.memberCount ?? 0,
    probe: row?.probe ?? null,
  };
}

/** Reads the state of a conversation and of a user's membership. One D1 round trip. */
export async function readMembershipState(db: D1Database, conversationId: string, userId: string): Promise<MembershipState> {
  return toMembershipState(await db.prepare(membershipStateSql('NULL')).bind(conversationId, userId).all());
}
