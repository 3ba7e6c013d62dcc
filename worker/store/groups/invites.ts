import { hueOf } from '../../../protocol/hue';
import { MEMBERS_MAX } from '../../../protocol/limits';
import type { Invite, InvitePreview, JoinRequest } from '../../../protocol/records';
import { PUBLIC_COLUMNS, type PublicRow, toUser } from '../people/users';
import { NOW_MS } from '../sql/clock';
import { rolesWith } from '../sql/rights';
import { rowsOf } from '../sql/rows';
import { STORED_MESSAGE, type Step } from './group-commands';
import { LEASED_MEMBERS, toUserIds } from './leased-members';
import { ADD_MEMBERS } from './members';

/** The most valid links of one group. */
export const INVITES_MAX = 100;

// Whether the invite `i` of the group `c` is valid.
const VALID = `i.revoked_at IS NULL AND (i.expires_at IS NULL OR i.expires_at > ${NOW_MS}) AND (i.uses_max IS NULL OR i.uses < i.uses_max)
  AND c.dissolved_at IS NULL`;

const may = (capability: 'link' | 'approve', conversation: string, user: string) =>
  `EXISTS (SELECT 1 FROM memberships m JOIN conversations c ON c.id = m.conversation_id AND c.kind = 'group' AND c.dissolved_at IS NULL
    WHERE m.conversation_id = ${conversation} AND m.user_id = ${user} AND m.left_seq IS NULL AND m.role IN ${rolesWith(capability)})`;

export interface NewInvite {
  readonly code: string;
  /** Epoch ms; null: never expires. */
  readonly expiresAt: number | null;
  /** Null: unlimited. */
  readonly usesMax: number | null;
}

interface InviteRow {
  code: string;
  createdBy: string;
  createdAt: number;
  expiresAt: number | null;
  usesMax: number | null;
  uses: number;
}

const INVITE_COLUMNS = 'code, created_by AS createdBy, created_at AS createdAt, expires_at AS expiresAt, uses_max AS usesMax, uses';

function toInvite({ expiresAt, usesMax, ...row }: InviteRow): Invite {
  return { ...row, ...(expiresAt !== null && { expiresAt }), ...(usesMax !== null && { usesMax }) };
}

// The invalid links of the group `?1`. Nothing reads them; they are deleted when the group creates its next link.
const EXPIRED = `conversation_id = ?1 AND (revoked_at IS NOT NULL OR expires_at <= ${NOW_MS} OR uses >= uses_max)`;

/** Creates a link; undefined if the user may not, or if the group has too many valid links. One D1 round trip. */
export async function insertInvite(db: D1Database, conversationId: string, userId: string, invite: NewInvite): Promise<Invite | undefined> {
  const [, inserted] = await db.batch([
    db.prepare(`DELETE FROM invites WHERE ${EXPIRED} AND ${may('link', '?1', '?2')}`).bind(conversationId, userId),
    db
      .prepare(`INSERT INTO invites (code, conversation_id, created_by, created_at, expires_at, uses_max)
        SELECT ?3, ?1, ?2, ${NOW_MS}, ?4, ?5 WHERE ${may('link', '?1', '?2')}
          AND (SELECT count(*) FROM invites i JOIN conversations c ON c.id = i.conversation_id WHERE i.conversation_id = ?1 AND ${VALID}) < ${INVITES_MAX}
        RETURNING ${INVITE_COLUMNS}`)
      .bind(conversationId, userId, invite.code, invite.expiresAt, invite.usesMax),
  ]);
  const row = rowsOf<InviteRow>(inserted)[0];
  return row ? toInvite(row) : undefined;
}

/** The group's valid links, oldest first. The caller has checked that the user may see them. One D1 round trip. */
export async function listInvites(db: D1Database, conversationId: string): Promise<Invite[]> {
  const { results } = await db
    .prepare(`SELECT i.code, i.created_by AS createdBy, i.created_at AS createdAt, i.expires_at AS expiresAt, i.uses_max AS usesMax, i.uses
      FROM invites i JOIN conversations c ON c.id = i.conversation_id WHERE i.conversation_id = ?1 AND ${VALID} ORDER BY i.created_at, i.code`)
    .bind(conversationId)
    .all<InviteRow>();
  return results.map(toInvite);
}

/** Revokes a link; false if there is none that the user may revoke. One D1 round trip. */
export async function revokeInvite(db: D1Database, conversationId: string, userId: string, code: string): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `UPDATE invites SET revoked_at = ${NOW_MS} WHERE code = ?3 AND conversation_id = ?1 AND revoked_at IS NULL AND ${may('link', '?1', '?2')}`,
    )
    .bind(conversationId, userId, code)
    .run();
  return meta.changes > 0;
}

interface PreviewRow {
  code: string;
  title: string;
  hue: number | null;
  memberCount: number;
  approval: number;
  conversationId: string;
  member: number;
  requested: number;
}

/** The group of a valid invite; undefined for any other code. One D1 round trip. */
export async function readPreview(
  db: D1Database,
  code: string,
  userId: string,
): Promise<(InvitePreview & { readonly groupId: string }) | undefined> {
  const row = await db
    .prepare(`SELECT i.code, c.title, c.hue, c.member_count AS memberCount, c.approval, c.id AS conversationId,
        EXISTS (SELECT 1 FROM memberships m WHERE m.conversation_id = c.id AND m.user_id = ?2 AND m.left_seq IS NULL) AS member,
        EXISTS (SELECT 1 FROM join_requests q WHERE q.conversation_id = c.id AND q.user_id = ?2) AS requested
      FROM invites i JOIN conversations c ON c.id = i.conversation_id WHERE i.code = ?1 AND ${VALID}`)
    .bind(code, userId)
    .first<PreviewRow>();
  if (!row) return undefined;
  return {
    code: row.code,
    title: row.title,
    memberCount: row.memberCount,
    approval: row.approval === 1,
    groupId: row.conversationId,
    // Members derive the hue from the group's id, which the holder of a link does not know.
    hue: row.hue ?? hueOf(row.conversationId),
    ...(row.member === 1 && { conversationId: row.conversationId }),
    ...(row.requested === 1 && { requested: true }),
  };
}

const COUNT_USE = `UPDATE invites SET uses = uses + 1 WHERE code = ?4->>'$.code' AND EXISTS (SELECT 1 FROM ${STORED_MESSAGE})`;

/** Adds the actor, who is not a member, by the invite `?4.code`. */
export const JOIN: Step = {
  join: `JOIN invites i ON i.code = ?4->>'$.code' AND i.conversation_id = c.id AND ${VALID}`,
  event: "json_object('event', 'joined', 'userIds', json_array(?2), 'via', 'invite')",
  when: `m.user_id IS NULL AND c.approval = 0 AND c.member_count < ${MEMBERS_MAX}`,
  effects: [...ADD_MEMBERS, COUNT_USE],
};

/** Accepts the join request of `?4.userId`. */
export const ACCEPT: Step = {
  join: `JOIN join_requests q ON q.conversation_id = c.id AND q.user_id = ?4->>'$.userId'`,
  event: "json_object('event', 'joined', 'userIds', json_array(q.user_id), 'via', 'invite')",
  when: `m.role IN ${rolesWith('approve')} AND c.member_count < ${MEMBERS_MAX}
    AND NOT EXISTS (SELECT 1 FROM memberships x WHERE x.conversation_id = c.id AND x.user_id = q.user_id AND x.left_seq IS NULL)`,
  effects: ADD_MEMBERS,
};

/** SQL: whether `?4.userId` has an open join request. */
export const REQUESTED = "EXISTS (SELECT 1 FROM join_requests q WHERE q.conversation_id = ?1 AND q.user_id = ?4->>'$.userId')";

// Members with a live lease who may accept join requests.
const APPROVERS = `${LEASED_MEMBERS} AND m.role IN ${rolesWith('approve')}`;

// Must follow a statement that changed something: approvers who are offline get the change with the next sync.
const TOUCH = `UPDATE conversations SET changed_at = ${NOW_MS} WHERE id = ?1 AND changes() > 0`;

export interface JoinRequestResult {
  /** Whether the request is new. */
  readonly isNew: boolean;
  /** Whether a request is open; false if the group needs no approval any more or the link became invalid. */
  readonly isPending: boolean;
  /** Members with a live lease who may accept the request. */
  readonly approvers: string[];
}

/** Stores a join request; each new request counts as a use of the invite. One D1 round trip. */
export async function insertRequest(
  db: D1Database,
  conversationId: string,
  userId: string,
  code: string,
  note: string | null,
): Promise<JoinRequestResult> {
  const [inserted, , , approvers, pending] = await db.batch([
    db
      .prepare(`INSERT INTO join_requests (conversation_id, user_id, note, created_at)
        SELECT c.id, ?2, ?4, ${NOW_MS} FROM invites i JOIN conversations c ON c.id = i.conversation_id AND c.approval = 1
        WHERE i.code = ?3 AND c.id = ?1 AND ${VALID}
          AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.conversation_id = c.id AND m.user_id = ?2 AND m.left_seq IS NULL)
        ON CONFLICT DO NOTHING`)
      .bind(conversationId, userId, code, note),
    // changes() counts the insert above: a repeated request is no use.
    db.prepare('UPDATE invites SET uses = uses + 1 WHERE code = ?1 AND changes() > 0').bind(code),
    db.prepare(TOUCH).bind(conversationId),
    db.prepare(APPROVERS).bind(conversationId),
    db.prepare('SELECT 1 FROM join_requests WHERE conversation_id = ?1 AND user_id = ?2').bind(conversationId, userId),
  ]);
  return {
    isNew: (inserted?.meta.changes ?? 0) > 0,
    isPending: (pending?.results.length ?? 0) > 0,
    approvers: toUserIds(approvers),
  };
}

interface RequestRow extends PublicRow {
  note: string | null;
  createdAt: number;
}

/** Open join requests, oldest first, at most 100. The caller has checked that the user may see them. One D1 round trip. */
export async function listRequests(db: D1Database, conversationId: string): Promise<JoinRequest[]> {
  const { results } = await db
    .prepare(`SELECT ${PUBLIC_COLUMNS}, q.note, q.created_at AS createdAt FROM join_requests q JOIN users u ON u.id = q.user_id
      WHERE q.conversation_id = ?1 ORDER BY q.created_at, q.user_id LIMIT 100`)
    .bind(conversationId)
    .all<RequestRow>();
  return results.map((row) => ({ user: toUser(row), createdAt: row.createdAt, ...(row.note !== null && { note: row.note }) }));
}

/** Declines a request and returns the approvers to notify; undefined if there is no request or the user may not. One D1 round trip. */
export async function declineRequest(
  db: D1Database,
  conversationId: string,
  userId: string,
  requesterId: string,
): Promise<string[] | undefined> {
  const [declined, , approvers] = await db.batch([
    db
      .prepare(`DELETE FROM join_requests WHERE conversation_id = ?1 AND user_id = ?3 AND ${may('approve', '?1', '?2')}`)
      .bind(conversationId, userId, requesterId),
    db.prepare(TOUCH).bind(conversationId),
    db.prepare(APPROVERS).bind(conversationId),
  ]);
  if (!declined?.meta.changes) return undefined;
  return toUserIds(approvers);
}
