import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Server } from './server.ts';
import type { SqlStatement } from './server-messages.ts';

/** A user with one session. */
export interface Person {
  readonly id: string;
  readonly token: string;
}

const DAY_MS = 86_400_000;
const PER_STATEMENT = 500;

/** Creates users with a session each directly in D1: 2,000 sign-ups by HTTP would hash 2,000 passwords. */
export async function addPeople(server: Server, count: number, prefix = 'u'): Promise<Person[]> {
  const [rows] = await server.sql({ sql: "SELECT value FROM meta WHERE key = 'tokenKey'" });
  const key = Buffer.from(String(rows?.[0]?.value), 'hex');
  const people = Array.from({ length: count }, (_, i): Person => {
    const id = `${prefix}${i}`;
    return { id, token: tokenFor(key, id) };
  });
  const now = Date.now();
  await inChunks(people, PER_STATEMENT, async (chunk) => {
    const list = JSON.stringify(chunk.map((person) => [person.id, createHash('sha256').update(person.token).digest('hex')]));
    await server.sql(
      {
        sql: `INSERT INTO users (id, email, name, name_key, password_hash, created_at, updated_at)
          SELECT value->>0, value->>0 || '@example.com', value->>0, value->>0, 'none', ?2, ?2 FROM json_each(?1)`,
        params: [list, now - DAY_MS],
      },
      {
        sql: 'INSERT INTO sessions (id, user_id, created_at, last_seen_at, expires_at) SELECT value->>1, value->>0, ?2, ?2, ?3 FROM json_each(?1)',
        params: [list, now, now + DAY_MS],
      },
    );
  });
  return people;
}

/** `<userId>.<32 random bytes>.<first 16 bytes of the HMAC of the two>`. */
function tokenFor(key: Buffer, userId: string): string {
  const said = `${userId}.${randomBytes(32).toString('base64url')}`;
  return `${said}.${createHmac('sha256', key).update(said).digest().subarray(0, 16).toString('base64url')}`;
}

/** The id that the product gives the direct conversation of two people. */
export function directId(a: string, b: string): string {
  const digest = createHash('sha256').update([a, b].sort().join(' ')).digest();
  return `0d${digest.subarray(0, 16).toString('base64url')}`;
}

/** Creates direct conversations directly in D1; returns their ids in the order of the pairs. */
export async function addDirects(server: Server, pairs: readonly (readonly [string, string])[]): Promise<string[]> {
  const ids = pairs.map(([a, b]) => directId(a, b));
  const rows = pairs.map(([a, b], i) => ({ id: ids[i] ?? '', kind: 'direct' as const, members: [a, b] }));
  await addConversations(server, rows);
  return ids;
}

/** Creates a group of the given users directly in D1; the first user owns it. */
export async function addGroup(server: Server, id: string, memberIds: readonly string[]): Promise<void> {
  await addConversations(server, [{ id, kind: 'group', members: memberIds }]);
}

interface NewConversation {
  readonly id: string;
  readonly kind: 'direct' | 'group';
  readonly members: readonly string[];
}

async function addConversations(server: Server, conversations: readonly NewConversation[]): Promise<void> {
  const now = Date.now() - DAY_MS;
  await inChunks(conversations, PER_STATEMENT, async (chunk) => {
    await server.sql({
      sql: `INSERT INTO conversations (id, kind, title, member_count, changed_at, created_at)
        SELECT value->>0, value->>1, '', value->>2, ?2, ?2 FROM json_each(?1)`,
      params: [JSON.stringify(chunk.map(({ id, kind, members }) => [id, kind, members.length])), now],
    });
  });
  const memberships = conversations.flatMap(({ id, kind, members }) =>
    members.map((userId, i) => [id, userId, kind === 'group' && i === 0 ? 'owner' : 'member']),
  );
  await inChunks(memberships, PER_STATEMENT * 2, async (chunk) => {
    const insert: SqlStatement = {
      sql: `INSERT INTO memberships (conversation_id, user_id, role, joined_at, changed_at)
        SELECT value->>0, value->>1, value->>2, ?2, ?2 FROM json_each(?1)`,
      params: [JSON.stringify(chunk), now],
    };
    await server.sql(insert);
  });
}

async function inChunks<T>(all: readonly T[], size: number, run: (chunk: readonly T[]) => Promise<void>): Promise<void> {
  for (let at = 0; at < all.length; at += size) await run(all.slice(at, at + size));
}
