import type { Contacts } from '../../../protocol/records';
import { NOW_MS } from '../sql/clock';
import { rowsOf } from '../sql/rows';
import type { contacts } from '../sql/schema';
import { PUBLIC_COLUMNS, type PublicRow, toUser } from './users';

/**
 * SQL: whether the user `owner` (a row of `users`) accepts messages from contacts only and `other` (an id) is not a contact. A contact
 * who was blocked still counts as one, so that nothing reveals the block. Most users have no settings; then no JSON is parsed.
 */
export const acceptsOnlyContacts = (
  owner: string,
  other: string,
): string => `(${owner}.settings <> '{}' AND ${owner}.settings->>'$.directMessages' = 'contacts'
  AND NOT EXISTS (SELECT 1 FROM contacts k WHERE k.user_id = ${owner}.id AND k.peer_id = ${other} AND k.state = 'accepted')
  AND NOT EXISTS (SELECT 1 FROM blocks b JOIN contacts k ON k.user_id = ${other} AND k.peer_id = ${owner}.id AND k.state = 'accepted'
    WHERE b.user_id = ${owner}.id AND b.blocked_id = ${other}))`;

/** The contacts, requests and blocks of the users in the JSON list `?1`, as rows. */
const CONTACT_ROWS = `SELECT k.user_id AS ownerId, ${PUBLIC_COLUMNS}, k.state, k.alias, k.note, k.created_at AS createdAt
FROM json_each(?1) o JOIN contacts k ON k.user_id = o.value JOIN users u ON u.id = k.peer_id ORDER BY k.created_at, k.peer_id`;
const BLOCK_ROWS = `SELECT b.user_id AS ownerId, ${PUBLIC_COLUMNS}
FROM json_each(?1) o JOIN blocks b ON b.user_id = o.value JOIN users u ON u.id = b.blocked_id ORDER BY b.created_at, b.blocked_id`;

type ContactRow = PublicRow & { ownerId: string } & Pick<typeof contacts.$inferSelect, 'state' | 'alias' | 'note' | 'createdAt'>;
type BlockRow = PublicRow & { ownerId: string };

/** The statements that read the lists of several users, and a function that reads their answers: one full `Contacts` per user. */
export function planContacts(db: D1Database, userIds: readonly string[]) {
  const ids = JSON.stringify(userIds);
  return {
    statements: [db.prepare(CONTACT_ROWS).bind(ids), db.prepare(BLOCK_ROWS).bind(ids)],
    read(answers: readonly (D1Result | undefined)[]): ReadonlyMap<string, Contacts> {
      const lists = new Map<string, Contacts>(userIds.map((id) => [id, { contacts: [], requests: [], blocked: [] }]));
      for (const row of rowsOf<ContactRow>(answers[0])) addContact(lists.get(row.ownerId), row);
      for (const row of rowsOf<BlockRow>(answers[1])) lists.get(row.ownerId)?.blocked.push(toUser(row));
      return lists;
    },
  };
}

function addContact(list: Contacts | undefined, row: ContactRow): void {
  const user = toUser(row);
  if (row.state === 'accepted') list?.contacts.push({ user, since: row.createdAt, ...(row.alias !== null && { alias: row.alias }) });
  else list?.requests.push({ user, direction: row.state, createdAt: row.createdAt, ...(row.note !== null && { note: row.note }) });
}

/** A user's contacts, requests and blocks, oldest first. One D1 round trip. */
export async function readContacts(db: D1Database, userId: string): Promise<Contacts> {
  const plan = planContacts(db, [userId]);
  const lists = plan.read(await db.batch(plan.statements));
  return lists.get(userId) ?? { contacts: [], requests: [], blocked: [] };
}

/** Like `readContacts`, for those of the users with a live presence lease. One D1 round trip. */
export async function readContactsOnline(db: D1Database, userIds: readonly string[]): Promise<ReadonlyMap<string, Contacts>> {
  const plan = planContacts(db, userIds);
  const [online, ...answers] = await db.batch([
    db
      .prepare(`SELECT user_id AS id FROM leases WHERE expires_at > ${NOW_MS} AND user_id IN (SELECT value FROM json_each(?1))`)
      .bind(JSON.stringify(userIds)),
    ...plan.statements,
  ]);
  const lists = plan.read(answers);
  const live = new Set(rowsOf<{ id: string }>(online).map((row) => row.id));
  return new Map([...lists].filter(([id]) => live.has(id)));
}
