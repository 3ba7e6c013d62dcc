import { readSummaries } from '../../store/inbox';
import { type EntryRow, toChange, toMessage } from '../../store/log/entries';
import { readEntries } from '../../store/log/pages';
import type { PushKind } from '../delivery/deliveries';
import type { Connection, MissingBody } from './connection';

const key = (conversationId: string, seq: number) => `${conversationId} ${seq}`;

interface Body {
  readonly kind: PushKind;
  readonly json: string;
}

/** A message that the user may no longer see becomes an empty `change`, which is acked like any other push. */
const bodyOf = (row: EntryRow): Body =>
  row.kind === 'message' && !row.hiddenFromReader
    ? { kind: 'message', json: JSON.stringify(toMessage(row)) }
    : { kind: 'change', json: JSON.stringify(toChange(row)) };

/**
 * Resends pushes whose bodies were lost by an eviction, after reading them from D1. A push that the user may no longer see stays un-acked
 * and is left to sync.
 */
export async function readBodies(
  db: D1Database,
  userId: string,
  wanted: readonly { connection: Connection; missing: readonly MissingBody[] }[],
): Promise<void> {
  const refs = new Map<string, readonly [string, number]>();
  const conversations = new Set<string>();
  for (const { ref } of wanted.flatMap(({ missing }) => missing)) {
    if (ref.kind === 'conversation') conversations.add(ref.conversationId);
    else if (ref.kind !== 'behind') refs.set(key(ref.conversationId, ref.seq), [ref.conversationId, ref.seq]);
  }
  if (refs.size === 0 && conversations.size === 0 && wanted.every(({ missing }) => missing.length === 0)) return;
  const bodies = new Map<string, Body>();
  if (refs.size > 0)
    for (const row of await readEntries(db, userId, [...refs.values()])) bodies.set(key(row.conversationId, row.seq), bodyOf(row));
  for (const id of conversations) {
    const summary = (await readSummaries(db, id, [userId])).get(userId);
    if (summary) bodies.set(key(id, 0), { kind: 'conversation', json: JSON.stringify(summary) });
  }
  for (const { connection, missing } of wanted) {
    for (const { tid, ref } of missing) {
      const body: Body | undefined = ref.conversationIds
        ? { kind: 'behind', json: JSON.stringify(ref.conversationIds) }
        : bodies.get(key(ref.conversationId, ref.seq));
      if (body) connection.redeliver(tid, ref.kind, body);
    }
  }
}
