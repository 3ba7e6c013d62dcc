import type { Message } from '../../../protocol/records';
import { rowsOf } from '../sql/rows';
import { type EntryRow, entryColumns, toMessage } from './entries';
import { VISIBLE } from './pages';

export interface Pins {
  /** Ascending by seq. */
  readonly messages: Message[];
  /** Whether there are older pins. */
  readonly hasMore: boolean;
}

// ?1 conversation, ?2 reader, ?3 seq that all results precede, ?4 limit. The inner query reads the conversation's pins by their own
// index. The outer one drops the pins that the reader does not see: pinned after they left, deleted by them, or sent by a user they
// blocked. A recalled message keeps its `pinned_at`.
const PINS = `SELECT * FROM (
  SELECT ${entryColumns('e', '?2', 'm.visible_after_seq', 'm.left_seq')}
  FROM memberships m JOIN entries e INDEXED BY entries_pins ON e.conversation_id = m.conversation_id AND e.pinned_at IS NOT NULL AND ${VISIBLE}
  WHERE m.conversation_id = ?1 AND m.user_id = ?2 AND e.seq < ?3 AND e.recalled_at IS NULL
) WHERE pinnedAt IS NOT NULL AND hiddenFromReader = 0 ORDER BY seq DESC LIMIT ?4`;

/**
 * The newest pinned messages of a conversation before `before` that the user may see; undefined if they never were a member. One D1 round
 * trip.
 */
export async function readPins(
  db: D1Database,
  conversationId: string,
  userId: string,
  range: { readonly before: number; readonly limit: number },
): Promise<Pins | undefined> {
  const [member, pins] = await db.batch([
    db.prepare('SELECT 1 FROM memberships WHERE conversation_id = ?1 AND user_id = ?2').bind(conversationId, userId),
    db.prepare(PINS).bind(conversationId, userId, range.before, range.limit + 1),
  ]);
  if (!member?.results.length) return undefined;
  const found = rowsOf<EntryRow>(pins);
  return { messages: found.slice(0, range.limit).reverse().map(toMessage), hasMore: found.length > range.limit };
}
