import { expect, test } from 'vitest';
import { readInbox } from '../../worker/store/inbox';
import { appendSends } from '../../worker/store/log/append';
import { storeChange } from '../../worker/store/log/changes';
import { planWatchers } from '../../worker/store/people/presence';
import { Client, env, person } from './people';

test('FAN-2 a group of 300 with 150 online is reached through branches, in order, with three rows per message', async () => {
  const people = await Promise.all(Array.from({ length: 150 }, () => person()));
  const away = await Promise.all(Array.from({ length: 150 }, () => person()));
  const now = Date.now();
  await env.DB.prepare(
    `INSERT INTO conversations (id, kind, member_count, changed_at, created_at) VALUES ('0glarge', 'group', 300, ?1, ?1)`,
  )
    .bind(now)
    .run();
  await env.DB.prepare(
    `INSERT INTO memberships (conversation_id, user_id, role, joined_at, changed_at) SELECT '0glarge', value, 'member', ?2, ?2 FROM json_each(?1)`,
  )
    .bind(JSON.stringify([...people, ...away].map((who) => who.id)), now)
    .run();
  const clients = await Promise.all(people.map((who) => Client.connect(who)));
  const [sender, ...others] = clients;
  for (let i = 0; i < 20; i++) sender?.say('0glarge', `${i}`);
  const expected = Array.from({ length: 20 }, (_, i) => i + 1);
  for (const client of others) {
    const got = await client.until(() => (client.of('message').length === 20 ? client.of('message') : undefined));
    expect(got.map((push) => push.message.seq)).toEqual(expected);
  }
});

test('inbox, send, mention and reaction cost the same rows in a group of 400 as in one of 200', async () => {
  const all = await Promise.all(Array.from({ length: 400 }, () => person()));
  const cost = async (id: string, people: typeof all) => {
    const now = Date.now();
    const [me, other] = people;
    if (!me || !other) throw new Error('nobody');
    await env.DB.prepare(`INSERT INTO conversations (id, kind, member_count, changed_at, created_at) VALUES (?1, 'group', ?2, ?3, ?3)`)
      .bind(id, people.length, now)
      .run();
    await env.DB.prepare(
      `INSERT INTO memberships (conversation_id, user_id, role, joined_at, changed_at) SELECT ?1, value, 'member', ?3, ?3 FROM json_each(?2)`,
    )
      .bind(id, JSON.stringify(people.map((who) => who.id)), now)
      .run();
    const read: number[] = [];
    const db = {
      prepare: (sql: string) => env.DB.prepare(sql),
      batch: async (statements: D1PreparedStatement[]) => {
        const answers = await env.DB.batch(statements);
        read.push(...answers.map((answer) => answer.meta.rows_read));
        return answers;
      },
    } as unknown as D1Database;
    const body = JSON.stringify({ kind: 'text', text: 'you', mentions: [other.id] });
    const send = { conversationId: id, senderId: me.id, sessionId: me.sessionId, clientMsgId: crypto.randomUUID(), body, replyTo: null };
    await appendSends(db, [{ ...send, countable: true, mentions: [other.id] }]);
    const [store, mark, , mention] = read;
    read.length = 0;
    const reaction = { kind: 'reaction', targetSeq: 1, emoji: '👍', on: true } as const;
    await storeChange(db, {
      conversationId: id,
      senderId: other.id,
      sessionId: other.sessionId,
      clientMsgId: crypto.randomUUID(),
      change: reaction,
    });
    const change = read[0];
    read.length = 0;
    const inbox = await readInbox(db, other.id, undefined);
    expect(inbox.conversations.find((one) => one.id === id)?.mentions).toBe(1);
    const watchers = (await planWatchers(env.DB, other.id).all()).meta.rows_read;
    const inboxRows = read.reduce((sum, rows) => sum + rows, 0);
    return { store, mark, mention, change, watchers, inbox: inboxRows };
  };
  const small = await cost('0gsmall', all.slice(0, 200));
  const large = await cost('0gbig', [...all.slice(200), ...all.slice(0, 200)]);
  console.log(`rows read: ${JSON.stringify(small)} of 200, ${JSON.stringify(large)} of 400`);
  const [smallSum, largeSum] = [small, large].map((rows) => Object.values(rows).reduce<number>((sum, count) => sum + (count ?? 0), 0));
  // A page of the database more or less: nothing that grows with the members.
  expect(Math.abs((largeSum ?? 0) - (smallSum ?? 0))).toBeLessThan(10);
});
