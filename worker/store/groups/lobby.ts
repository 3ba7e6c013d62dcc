import { MEMBERS_MAX } from '../../../protocol/limits';
import { ROLE_AFTER } from '../../../protocol/roles';
import { NOW_MS } from '../sql/clock';
import { SHARD } from '../sql/ids';
import { STORED_MESSAGE, type Step } from './group-commands';
import { ADD_MEMBERS } from './members';

/** The one group that everybody joins on signing up. */
export const LOBBY_ID = `${SHARD}globby`;

/** The statement that makes the lobby where it is not there yet. Those who come later see all of it. */
export function makeLobby(db: D1Database, title: string): D1PreparedStatement {
  return db
    .prepare(`INSERT INTO conversations (id, kind, title, history, member_count, changed_at, created_at)
      VALUES (?1, 'group', ?2, 'all', 0, ${NOW_MS}, ${NOW_MS}) ON CONFLICT DO NOTHING`)
    .bind(LOBBY_ID, title);
}

/** The actor joins; who was ever in stays as they are. The first one owns the lobby. */
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
