import type { Page } from '../../../protocol/down';
import { aliveSql } from '../people/sessions';
import { rowsOf } from '../sql/rows';
import { type EntryRow, entryColumns, split } from './entries';

/** A part of a log: the entries after `after` (and before `before`), those before `before`, or, with neither, the newest. */
export interface Range {
  readonly conversationId: string;
  readonly after?: number | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

export type PageResult =
  | { readonly ok: true; readonly page: Page }
  | { readonly ok: false; readonly because: 'unauthenticated' | 'not_found' };

/** SQL: whether the member `m` may see the entry `e`: after they joined (or cleared the history) and until they left. */
export const VISIBLE = 'e.seq > m.visible_after_seq AND (m.left_seq IS NULL OR e.seq <= m.left_seq)';

const ACCESS = `SELECT m.user_id AS member,
  ?3 IS NULL OR ${aliveSql('?3', '?2')} AS alive
FROM (SELECT 1) LEFT JOIN memberships m ON m.conversation_id = ?1 AND m.user_id = ?2`;

const select = (where: string, order: 'ASC' | 'DESC') => `SELECT ${entryColumns('e', '?2', 'm.visible_after_seq', 'm.left_seq')}
FROM memberships m JOIN entries e ON e.conversation_id = m.conversation_id AND ${VISIBLE}
WHERE m.conversation_id = ?1 AND m.user_id = ?2 AND ${where} ORDER BY e.seq ${order} LIMIT ?4`;

const AFTER = select('e.seq > ?3 AND e.seq < ?5', 'ASC');
const BEFORE = select('e.seq < ?5 AND e.seq > ?3', 'DESC');

/**
 * Reads a page of a log, ascending and complete between its ends. One D1 round trip. `sessionId` is null if the caller has checked the
 * session. A conversation that the user may not see answers like one that does not exist.
 */
export async function readPage(db: D1Database, userId: string, sessionId: string | null, range: Range): Promise<PageResult> {
  const forward = range.after !== undefined;
  const { after = 0, before = Number.MAX_SAFE_INTEGER } = range;
  const [access, entries] = await db.batch([
    db.prepare(ACCESS).bind(range.conversationId, userId, sessionId),
    db.prepare(forward ? AFTER : BEFORE).bind(range.conversationId, userId, after, range.limit + 1, before),
  ]);
  const { member, alive } = (access?.results[0] ?? {}) as { member?: string | null; alive?: number };
  if (!alive) return { ok: false, because: 'unauthenticated' };
  if (!member) return { ok: false, because: 'not_found' };
  const found = rowsOf<EntryRow>(entries);
  const hasMore = found.length > range.limit;
  const kept = found.slice(0, range.limit);
  if (!forward) kept.reverse();
  return { ok: true, page: { ...split(kept), hasMore } };
}

const BY_REF = `SELECT ${entryColumns('e', '?2', 'm.visible_after_seq', 'm.left_seq')}
FROM json_each(?1) r JOIN memberships m ON m.conversation_id = r.value->>0 AND m.user_id = ?2
JOIN entries e ON e.conversation_id = m.conversation_id AND e.seq = r.value->>1 AND ${VISIBLE}`;

/** Reads entries by (conversationId, seq) that the user may still see: the bodies of pushes whose hub was evicted. One round trip. */
export async function readEntries(db: D1Database, userId: string, refs: readonly (readonly [string, number])[]): Promise<EntryRow[]> {
  const { results } = await db.prepare(BY_REF).bind(JSON.stringify(refs), userId).all<EntryRow>();
  return results;
}
