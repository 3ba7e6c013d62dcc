import type { ConversationSummary } from '../../../protocol/records';
import { ROLE_AFTER } from '../../../protocol/roles';
import { planSummaries, toSummaries } from '../inbox';
import { NOW_MS } from '../sql/clock';
import { rolesWith } from '../sql/rights';
import { STORED_MESSAGE, type Step } from './group-commands';
import { planLeasedMembers, toUserIds } from './leased-members';

export interface NewGroup {
  readonly id: string;
  readonly ownerId: string;
  readonly title: string;
  /** The members besides the owner. Unknown users and users who blocked the owner are skipped. */
  readonly memberIds: readonly string[];
  /** The clientMsgId of the first message of the log. */
  readonly clientMsgId: string;
}

export interface CreatedGroup {
  /** The owner's summary. */
  readonly conversation: ConversationSummary;
  /** Members with a live lease. */
  readonly online: readonly string[];
}

const PICKED = `SELECT u.id FROM users u WHERE u.id = ?2
  OR (u.id IN (SELECT value FROM json_each(?3)) AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = u.id AND b.blocked_id = ?2))`;

/** Creates a group whose log begins with a system message by its owner, and returns the owner's summary. One D1 round trip. */
export async function createGroup(db: D1Database, group: NewGroup): Promise<CreatedGroup> {
  const members = JSON.stringify(group.memberIds);
  const body = JSON.stringify({ kind: 'system', event: { event: 'created', title: group.title } });
  const [, , , summaries, online] = await db.batch([
    db
      .prepare(`INSERT INTO conversations (id, kind, title, member_count, changed_at, created_at)
        SELECT ?1, 'group', ?4, count(*), ${NOW_MS}, ${NOW_MS} FROM (${PICKED})`)
      .bind(group.id, group.ownerId, members, group.title),
    db
      .prepare(`INSERT INTO memberships (conversation_id, user_id, role, joined_at, changed_at)
        SELECT ?1, id, CASE id WHEN ?2 THEN '${ROLE_AFTER.making}' ELSE '${ROLE_AFTER.joining}' END, ${NOW_MS}, ${NOW_MS} FROM (${PICKED})`)
      .bind(group.id, group.ownerId, members),
    db
      .prepare(`INSERT INTO entries (conversation_id, seq, n, message_seq, sender_id, client_msg_id, kind, body, created_at)
        VALUES (?1, 1, 0, 1, ?2, ?3, 'message', ?4, ${NOW_MS})`)
      .bind(group.id, group.ownerId, group.clientMsgId, body),
    planSummaries(db, group.id, [group.ownerId]),
    planLeasedMembers(db, group.id),
  ]);
  const conversation = toSummaries(summaries).get(group.ownerId);
  if (!conversation) throw new Error('the group that was made is not there');
  return { conversation, online: toUserIds(online) };
}

const CHANGED = `changed_at = ${NOW_MS} WHERE id = ?1 AND EXISTS (SELECT 1 FROM ${STORED_MESSAGE})`;

/** The steps of a settings change; `?4` holds the new values. Each step stores a message if it changes something. */
export const SET = {
  title: {
    event: "json_object('event', 'renamed', 'title', ?4->>'$.title')",
    when: `m.role IN ${rolesWith('rename')} AND c.title <> ?4->>'$.title'`,
    effects: [`UPDATE conversations SET title = ?4->>'$.title', ${CHANGED}`],
  },
  announcement: {
    event: "json_object('event', 'announcement', 'text', ?4->>'$.announcement')",
    when: `m.role IN ${rolesWith('announce')} AND c.announcement <> ?4->>'$.announcement'`,
    effects: [`UPDATE conversations SET announcement = ?4->>'$.announcement', ${CHANGED}`],
  },
  mutedAll: {
    event: "json_object('event', 'mutedAll', 'on', json(?4->'$.mutedAll'))",
    when: `m.role IN ${rolesWith('muteAll')} AND c.muted_all <> ?4->>'$.mutedAll'`,
    effects: [`UPDATE conversations SET muted_all = ?4->>'$.mutedAll', ${CHANGED}`],
  },
  /** `history`, `approval` and `hue`, with one message for all. */
  settings: {
    event: "json_object('event', 'settings')",
    when: `m.role IN ${rolesWith('settings')} AND (c.history <> coalesce(?4->>'$.history', c.history)
      OR c.approval <> coalesce(?4->>'$.approval', c.approval) OR (json_type(?4, '$.hue') IS NOT NULL AND c.hue IS NOT ?4->>'$.hue'))`,
    effects: [
      `UPDATE conversations SET history = coalesce(?4->>'$.history', history), approval = coalesce(?4->>'$.approval', approval),
        hue = CASE WHEN json_type(?4, '$.hue') IS NULL THEN hue ELSE ?4->>'$.hue' END, ${CHANGED}`,
    ],
  },
} as const satisfies Record<string, Step>;

/** Ends the group for everyone; its messages stay readable. */
export const DISSOLVE: Step = {
  event: "json_object('event', 'dissolved')",
  when: `m.role IN ${rolesWith('dissolve')}`,
  effects: [`UPDATE conversations SET dissolved_at = ${NOW_MS}, ${CHANGED}`],
};
