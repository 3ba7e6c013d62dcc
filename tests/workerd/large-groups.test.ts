import { expect, test } from 'vitest';
import { Client, env, person } from './people';

test('FAN-2 a group of 300 with 150 there is told through branches, in order, for three rows a message', { timeout: 60_000 }, async () => {
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
    const got = await client.until(() => (client.of('message').length === 20 ? client.of('message') : undefined), 20_000);
    expect(got.map((push) => push.message.seq)).toEqual(expected);
  }
});
