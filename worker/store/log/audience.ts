import { joinLease } from '../people/leases';

/** A member with a live lease who sees the log only after a seq. */
export type Latecomer = readonly [userId: string, visibleAfterSeq: number];

/** The members who get the entries of one batch (FAN-2), by conversation. */
export interface Audiences {
  /** Members with a live lease who see all of the batch. */
  readonly audience: ReadonlyMap<string, readonly string[]>;
  /**
   * Members with a live lease who joined after the oldest entry of the batch (which is then a repeat): each gets the entries after their
   * seq (FAN-7).
   */
  readonly latecomers: ReadonlyMap<string, readonly Latecomer[]>;
}

/**
 * SQL: for each conversation `c` that `entries` (a query with the columns `c`, `oldest` and `newest`, both seqs) names, one row with the leased
 * members who see all from `oldest` on, and those who see a part. For `SELECT 'c1' AS c, 5 AS oldest, 9 AS newest`:
 *
 *     c  | users         | latecomers
 *     c1 | ["ann","ben"] | [["cleo",7]]
 */
export function audienceSql(entries: string): string {
  return `SELECT m.conversation_id AS c, json_group_array(m.user_id) FILTER (WHERE m.visible_after_seq < s.oldest) AS users,
  json_group_array(json_array(m.user_id, m.visible_after_seq)) FILTER (WHERE m.visible_after_seq >= s.oldest) AS latecomers
FROM (${entries}) s
CROSS JOIN memberships m ON m.conversation_id = s.c AND m.left_seq IS NULL AND m.visible_after_seq < s.newest
CROSS ${joinLease('m.user_id')}
GROUP BY m.conversation_id`;
}

/** The audiences of some conversations. */
export function audiencesOf({ audience, latecomers }: Audiences, conversationIds: Iterable<string>): Audiences {
  const ids = new Set(conversationIds);
  const only = <T>(all: ReadonlyMap<string, T>) =>
    new Map([...ids].flatMap((id) => (all.has(id) ? [[id, all.get(id) as T] as const] : [])));
  return { audience: only(audience), latecomers: only(latecomers) };
}
