import { evictDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { Client, direct, env, hubOf, person } from './people';

test('SEND-6 sends that wait in an evicted hub are stored in order', async () => {
  const [ann, ben] = [await person('Ann'), await person('Ben')];
  const conversationId = await direct(ann, ben);
  const a = await Client.connect(ann);
  const ids: string[] = [];
  for (let round = 0; round < 10; round++) {
    for (let i = 0; i < 5; i++) ids.push(a.say(conversationId, `${round}.${i}`));
    await evictDurableObject(hubOf(ann), { webSockets: 'hibernate' }).catch(() => undefined);
  }
  await a.until(() => (a.of('sendAck').length === ids.length ? true : undefined));
  const { results } = await env.DB.prepare('SELECT client_msg_id AS id FROM entries WHERE conversation_id = ? ORDER BY seq')
    .bind(conversationId)
    .all<{ id: string }>();
  expect(results.map((row) => row.id)).toEqual(ids);
});
