import { type EntryRow, toChange, toMessage } from '../store/entries';
import { readSummaries } from '../store/inbox';
import { readEntries } from '../store/pages';
import type { Connection, Missing } from './connection';

const key = (conversationId: string, seq: number) => `${conversationId} ${seq}`;

const textOf = (row: EntryRow) => JSON.stringify(row.kind === 'message' && !row.veiled ? toMessage(row) : toChange(row));

/**
 * Pushes again what lost its body to an eviction, reading it from D1. What the user may not see any more stays un-acked and is
 * left to sync.
 */
export async function readBodies(
  db: D1Database,
  userId: string,
  wanted: readonly { connection: Connection; missing: readonly Missing[] }[],
): Promise<void> {
  const refs = new Map<string, readonly [string, number]>();
  const conversations = new Set<string>();
  for (const { ref } of wanted.flatMap(({ missing }) => missing)) {
    if (ref.kind === 'conversation') conversations.add(ref.conversationId);
    else if (ref.kind !== 'behind') refs.set(key(ref.conversationId, ref.seq), [ref.conversationId, ref.seq]);
  }
  if (refs.size === 0 && conversations.size === 0 && wanted.every(({ missing }) => missing.length === 0)) return;
  const texts = new Map<string, string>();
  if (refs.size > 0)
    for (const row of await readEntries(db, userId, [...refs.values()])) texts.set(key(row.conversationId, row.seq), textOf(row));
  for (const id of conversations) {
    const summary = (await readSummaries(db, id, [userId])).get(userId);
    if (summary) texts.set(key(id, 0), JSON.stringify(summary));
  }
  for (const { connection, missing } of wanted) {
    for (const { tid, ref } of missing) {
      const text = ref.conversationIds ? JSON.stringify(ref.conversationIds) : texts.get(key(ref.conversationId, ref.seq));
      if (text !== undefined) connection.redeliver(tid, ref, text);
    }
  }
}
