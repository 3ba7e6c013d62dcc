import { MEMBERS_MAX } from '../../../protocol/limits';
import type { Member } from '../../../protocol/records';
import type { Role } from '../../../protocol/roles';
import { LOWEST_ROLE, ROLE_AFTER, rankOf } from '../../../protocol/roles';
import { partOf } from '../people/name-parts';
import { NOW_MS } from '../sql/clock';
import { MAY_REMOVE, mayGrantSql, rankSql, rolesWith } from '../sql/rights';
import { rowsOf } from '../sql/rows';
import { MESSAGE_USER_IDS, STORED_MESSAGE, type Step } from './group-commands';

const TOUCH = `UPDATE conversations SET changed_at = ${NOW_MS}`;

/** Adds the users in the stored message. A former member starts anew and sees the history that the group shows to new members. */
export const ADD_MEMBERS: readonly string[] = [
  `INSERT INTO memberships (conversation_id, user_id, role, read_seq, read_n, delivered_seq, visible_after_seq, joined_at, changed_at)
    SELECT c.id, w.value, '${ROLE_AFTER.joining}', stored.seq, stored.n, stored.seq, CASE c.history WHEN 'all' THEN 0 ELSE stored.seq - 1 END, ${NOW_MS}, ${NOW_MS}
    FROM ${STORED_MESSAGE} JOIN ${MESSAGE_USER_IDS} w JOIN conversations c ON c.id = ?1 WHERE true
    ON CONFLICT (conversation_id, user_id) DO UPDATE SET role = excluded.role, left_seq = NULL, left_view = NULL, read_seq = excluded.read_seq,
      read_n = excluded.read_n, delivered_seq = excluded.delivered_seq, visible_after_seq = excluded.visible_after_seq, archived_n = NULL, hidden_n = NULL,
      marked_unread = 0, joined_at = excluded.joined_at, changed_at = excluded.changed_at`,
  `${TOUCH}, member_count = member_count + (SELECT count(*) FROM ${STORED_MESSAGE} JOIN ${MESSAGE_USER_IDS}) WHERE id = ?1 AND EXISTS (SELECT 1 FROM ${STORED_MESSAGE})`,
  `DELETE FROM join_requests WHERE conversation_id = ?1 AND user_id IN (SELECT w.value FROM ${STORED_MESSAGE} JOIN ${MESSAGE_USER_IDS} w)`,
];

/** Removes the users in the stored message, which is the last message that they see (FAN-5). A group without members is dissolved. */
const REMOVE_MEMBERS: readonly string[] = [
  `${TOUCH}, member_count = member_count - (SELECT count(*) FROM ${STORED_MESSAGE} JOIN ${MESSAGE_USER_IDS}),
    dissolved_at = CASE WHEN member_count <= (SELECT count(*) FROM ${STORED_MESSAGE} JOIN ${MESSAGE_USER_IDS}) THEN ${NOW_MS} END
    WHERE id = ?1 AND EXISTS (SELECT 1 FROM ${STORED_MESSAGE})`,
  `UPDATE memberships SET left_seq = stored.seq, role = '${ROLE_AFTER.leaving}', changed_at = ${NOW_MS}, left_view = (
      SELECT json_object('title', c.title, 'hue', c.hue, 'memberCount', c.member_count) FROM conversations c WHERE c.id = ?1)
    FROM ${STORED_MESSAGE} WHERE conversation_id = ?1 AND user_id IN (SELECT w.value FROM ${MESSAGE_USER_IDS} w)`,
];

// Users in ?4.userIds who can be added: they exist, are not members, and have not blocked the actor.
const PICKED = `(SELECT json_group_array(u.id) AS ids, count(*) AS count FROM users u
  WHERE u.id IN (SELECT value FROM json_each(?4, '$.userIds'))
    AND NOT EXISTS (SELECT 1 FROM memberships x WHERE x.conversation_id = ?1 AND x.user_id = u.id AND x.left_seq IS NULL)
    AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = u.id AND b.blocked_id = ?2)) picked`;

/** Adds all users in `?4.userIds` who can be added, or none if they do not fit. */
export const ADD: Step = {
  join: `CROSS JOIN ${PICKED}`,
  event: "json_object('event', 'joined', 'userIds', json(picked.ids))",
  when: `m.role IN ${rolesWith('invite')} AND picked.count > 0 AND c.member_count + picked.count <= ${MEMBERS_MAX}`,
  effects: ADD_MEMBERS,
};

/** How many users could be added; 0 after an `ADD` that did nothing means that there was nobody to add. */
export const ADDABLE = `(SELECT picked.count FROM ${PICKED})`;

const TARGET = "JOIN memberships t ON t.conversation_id = c.id AND t.user_id = ?4->>'$.userId' AND t.left_seq IS NULL";

/** SQL: the role of `?4.userId`; null for a non-member. */
export const TARGET_ROLE =
  "(SELECT t.role FROM memberships t WHERE t.conversation_id = ?1 AND t.user_id = ?4->>'$.userId' AND t.left_seq IS NULL)";

/** Removes `?4.userId`. */
export const REMOVE: Step = {
  join: TARGET,
  event: "json_object('event', 'removed', 'userIds', json_array(t.user_id))",
  when: `t.user_id <> ?2 AND ${MAY_REMOVE}`,
  effects: REMOVE_MEMBERS,
};

const SET_ROLES = `UPDATE memberships SET role = CASE user_id WHEN stored.body->>'$.event.userIds[0]' THEN stored.body->>'$.event.role' ELSE '${ROLE_AFTER.handingOver}' END,
    changed_at = ${NOW_MS}
  FROM ${STORED_MESSAGE} WHERE conversation_id = ?1 AND (user_id = stored.body->>'$.event.userIds[0]' OR (stored.body->>'$.event.role' = '${ROLE_AFTER.takingOver}' AND user_id = ?2))`;

const ROLE_EFFECTS = [SET_ROLES, `${TOUCH} WHERE id = ?1 AND EXISTS (SELECT 1 FROM ${STORED_MESSAGE})`];

/** Gives `?4.userId` the role `?4.role`; a new owner makes the old one an admin. */
export const SET_ROLE: Step = {
  join: TARGET,
  event: "json_object('event', 'role', 'userIds', json_array(t.user_id), 'role', ?4->>'$.role')",
  when: `t.user_id <> ?2 AND ${mayGrantSql("?4->>'$.role'")}`,
  effects: ROLE_EFFECTS,
};

/** Transfers the group of a leaving owner to the admin, or else the member, with the longest membership. */
export const HAND_OVER: Step = {
  join: `JOIN memberships t ON t.conversation_id = c.id AND t.user_id = (
    SELECT x.user_id FROM memberships x WHERE x.conversation_id = ?1 AND x.left_seq IS NULL AND x.user_id <> ?2
    ORDER BY ${rankSql('x.role')}, x.joined_at, x.user_id LIMIT 1)`,
  event: `json_object('event', 'role', 'userIds', json_array(t.user_id), 'role', '${ROLE_AFTER.takingOver}')`,
  when: `m.role IN ${rolesWith('transfer')}`,
  effects: ROLE_EFFECTS,
};

/** Removes the actor. */
export const LEAVE: Step = {
  event: "json_object('event', 'left', 'userIds', json_array(?2))",
  when: 'm.user_id IS NOT NULL',
  effects: REMOVE_MEMBERS,
};

/** A place in the list of members, which is sorted by role (owner, admins, members), then by id. */
export interface MembersCursor {
  /** Undefined: the user's current role. */
  readonly role: Role | undefined;
  readonly userId: string;
}

export interface MembersPage {
  readonly members: Member[];
  readonly hasMore: boolean;
}

interface MemberRow {
  userId: string;
  role: Role;
  name: string;
  hue: number | null;
}

/** Most members have the lowest role. */
const PLAIN = rankOf(LOWEST_ROLE);

// The members of `?1` after the place of rank `?2` and id `?3`, at most `?5`: those whose name begins with `?4` (all if it is empty) or
// has the part `?6`. If `?2` is NULL, the rank is that of the user `?3`. Owner and admins are found by reading all memberships of the
// group, so they are read only while the place is among them; plain members are a range of the key (conversation, user). For example with
// ?2 = 2 the first half is empty, and the second reads `?5` rows after `?3`.
const membersQuery = (where: string, order: string) => `SELECT * FROM (
  SELECT x.user_id AS userId, x.role, y.name, y.hue, ${rankSql('x.role')} AS rank
  FROM place CROSS JOIN memberships x CROSS JOIN users y ON y.id = x.user_id
  WHERE x.conversation_id = ?1 AND x.left_seq IS NULL AND ${where} AND (?4 = '' OR substr(y.name_key, 1, length(?4)) = ?4
    OR EXISTS (SELECT 1 FROM name_parts p WHERE p.user_id = x.user_id AND p.part >= ?6 AND p.part < ?6 || char(1114111)))
  ORDER BY ${order} LIMIT ?5)`;

const MEMBERS = `WITH place AS MATERIALIZED (
  SELECT coalesce(?2, (SELECT ${rankSql('t.role')} FROM memberships t WHERE t.conversation_id = ?1 AND t.user_id = ?3), ${PLAIN}) AS rank)
${membersQuery(`place.rank < ${PLAIN} AND x.role <> '${LOWEST_ROLE}' AND (${rankSql('x.role')}, x.user_id) > (place.rank, ?3)`, 'rank, x.user_id')}
UNION ALL
${membersQuery(`x.role = '${LOWEST_ROLE}' AND x.user_id > CASE WHEN place.rank < ${PLAIN} THEN '' ELSE ?3 END`, 'x.user_id')}
ORDER BY rank, userId LIMIT ?5`;

/**
 * A page of the members after `after`, by role and then by id; with `nameKey` only those whose name matches. Returns why the user may not
 * read them otherwise. One D1 round trip.
 */
export async function readMembers(
  db: D1Database,
  conversationId: string,
  userId: string,
  range: { readonly after: MembersCursor | undefined; readonly nameKey: string; readonly limit: number },
): Promise<MembersPage | 'not_found' | 'not_member'> {
  const { after, nameKey, limit } = range;
  const rank = after === undefined ? -1 : after.role === undefined ? null : rankOf(after.role);
  const [me, rows] = await db.batch([
    db.prepare('SELECT left_seq AS leftSeq FROM memberships WHERE conversation_id = ?1 AND user_id = ?2').bind(conversationId, userId),
    db.prepare(MEMBERS).bind(conversationId, rank, after?.userId ?? '', nameKey, limit + 1, partOf(nameKey)),
  ]);
  const own = rowsOf<{ leftSeq: number | null }>(me)[0];
  if (!own) return 'not_found';
  if (own.leftSeq !== null) return 'not_member';
  const found = rowsOf<MemberRow>(rows);
  const members = found
    .slice(0, limit)
    .map(({ userId: id, role, name, hue }) => ({ userId: id, role, name, ...(hue !== null && { hue }) }));
  return { members, hasMore: found.length > limit };
}
