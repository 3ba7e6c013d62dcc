import { joinLease } from '../people/leases';
import { rowsOf } from '../sql/rows';

/** SQL: the ids of the members of conversation `?1` with a live lease (FAN-2). More conditions on the member `m` may follow. */
export const LEASED_MEMBERS = `SELECT m.user_id AS id FROM memberships m ${joinLease('m.user_id')} WHERE m.conversation_id = ?1 AND m.left_seq IS NULL`;

/** The statement that reads the ids of `LEASED_MEMBERS`. */
export function planLeasedMembers(db: D1Database, conversationId: string): D1PreparedStatement {
  return db.prepare(LEASED_MEMBERS).bind(conversationId);
}

/** The user ids in an answer of `LEASED_MEMBERS`. */
export function toUserIds(answer: D1Result | undefined): string[] {
  return rowsOf<{ id: string }>(answer).map(({ id }) => id);
}
