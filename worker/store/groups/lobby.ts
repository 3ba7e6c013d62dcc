import { MEMBERS_MAX } from '../../../protocol/limits';
import { ROLE_AFTER } from '../../../protocol/roles';
import { NOW_MS } from '../sql/clock';
import { SHARD } from '../sql/ids';
import { STORED_MESSAGE, type Step } from './group-commands';
import { ADD_MEMBERS } from './members';

/** The group that every new user joins. */
export const LOBBY_ID = `${SHARD}globby`;

/** The statement that creates the lobby if it does not exist. New members see its whole history. */
export function makeLobby(db: D1Database, title: string): D1PreparedStatement {
  return db
    .prepare(`INSERT INTO conversations (id, kind, title, history, member_count, changed_at, created_at)
      VALUES (?1, 'group', ?2, 'all', 0, ${NOW_MS}, ${NOW_MS}) ON CONFLICT DO NOTHING`)
    .bind(LOBBY_ID, title);
}

/** Adds the actor, unless they ever were a member. The first member becomes the owner. */
export const JOIN_LOBBY: Step = {
  event: "json_object('event', 'joined', 'userIds', json_array(?2), 'via', 'lobby')",
  when: `c.member_count < ${MEMBERS_MAX} AND NOT EXISTS (SELECT 1 FROM memberships x WHERE x.conversation_id = c.id AND x.user_id = ?2)
    AND EXISTS (SELECT 1 FROM users u WHERE u.id = ?2)`,
  effects: [
    ...ADD_MEMBERS,
    `UPDATE memberships SET role = '${ROLE_AFTER.making}' WHERE conversation_id = ?1 AND user_id = ?2 AND EXISTS (SELECT 1 FROM ${STORED_MESSAGE})
      AND (SELECT member_count FROM conversations WHERE id = ?1) = 1`,
  ],
};
