import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { directId } from '../support/people.ts';
import { seeded } from '../support/random.ts';

/** What a test finds in the database of its own server, by the demo people's names. */
export interface Seeded {
  readonly people: ReadonlyMap<string, string>;
  /** The direct conversation of two of them with `count` messages; its id. */
  direct(a: string, b: string, count: number): string;
  /** A group of all of them with `count` messages; its id. */
  group(title: string, count: number): string;
}

const HAN = '今天我们去爬山吧天气不错带上水和帽子晚上一起吃饭好的没问题明天见到时候再说我先忙一会儿谢谢你辛苦了';
const LATIN = 'the quick brown fox jumps over a lazy dog and then tells everybody about it while they wait for lunch'.split(' ');
const MINUTE_MS = 60_000;

/** A text as people write them: mostly short, now and then a paragraph; Chinese and Latin. */
function textOf(i: number, random: () => number): string {
  const words = random() < 0.06 ? 60 + Math.floor(random() * 60) : 1 + Math.floor(random() ** 2 * 24);
  const parts = Array.from({ length: words }, () => {
    const at = Math.floor(random() * HAN.length);
    return random() < 0.5 ? HAN.slice(at, at + 2) : (LATIN[Math.floor(random() * LATIN.length)] ?? '');
  });
  return `${i} ${parts.join(' ')}`;
}

/** Writes straight into the database file of a server that runs but was not used yet: 100,000 messages take seconds. */
export function seeding<T>(state: string, write: (seeded: Seeded) => T): T {
  const folder = join(state, 'v3', 'd1', 'miniflare-D1DatabaseObject');
  const file = readdirSync(folder).find((name) => /^[0-9a-f]{64}\.sqlite$/.test(name));
  if (file === undefined) throw new Error(`no database in ${folder}`);
  const db = new DatabaseSync(join(folder, file), { timeout: 10_000 });
  try {
    const people = new Map(
      db
        .prepare('SELECT name, id FROM users')
        .all()
        .map((row) => [String(row.name), String(row.id)]),
    );
    db.exec('BEGIN IMMEDIATE');
    const result = write(seededIn(db, people));
    db.exec('COMMIT');
    return result;
  } finally {
    db.close();
  }
}

function seededIn(db: DatabaseSync, people: ReadonlyMap<string, string>): Seeded {
  const idOf = (name: string) => {
    const id = people.get(name);
    if (id === undefined) throw new Error(`nobody is called ${name}`);
    return id;
  };
  const conversation = (id: string, kind: string, title: string, members: readonly string[], count: number) => {
    const startedAt = Date.now() - count * MINUTE_MS;
    db.prepare('INSERT INTO conversations (id, kind, title, member_count, changed_at, created_at) VALUES (?, ?, ?, ?, ?5, ?5)').run(
      id,
      kind,
      title,
      members.length,
      startedAt,
    );
    const join = db.prepare(
      `INSERT INTO memberships (conversation_id, user_id, role, read_seq, read_n, delivered_seq, joined_at, changed_at)
        VALUES (?1, ?2, ?3, ?4, ?4, ?4, ?5, ?5)`,
    );
    members.forEach((member, i) => {
      join.run(id, member, kind === 'group' && i === 0 ? 'owner' : 'member', count, startedAt);
    });
    const random = seeded(count);
    const insert = db.prepare(
      `INSERT INTO entries (conversation_id, seq, n, message_seq, sender_id, client_msg_id, kind, body, reply_to, created_at)
        VALUES (?1, ?2, ?2, ?2, ?3, ?4, 'message', ?5, ?6, ?7)`,
    );
    let sender = 0;
    for (let seq = 1; seq <= count; seq++) {
      if (random() < 0.4) sender = Math.floor(random() * members.length);
      const replyTo = seq > 10 && random() < 0.04 ? seq - 1 - Math.floor(random() * 9) : null;
      const body = JSON.stringify({ kind: 'text', text: textOf(seq, random) });
      insert.run(id, seq, members[sender] ?? '', `${id}-${seq}`, body, replyTo, startedAt + seq * MINUTE_MS);
    }
    return id;
  };
  return {
    people,
    direct: (a, b, count) => {
      const members = [idOf(a), idOf(b)];
      return conversation(directId(idOf(a), idOf(b)), 'direct', '', members, count);
    },
    group: (title, count) => conversation(`0g${Buffer.from(title).toString('hex')}`, 'group', title, [...people.values()], count),
  };
}
