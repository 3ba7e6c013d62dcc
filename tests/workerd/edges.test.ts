import { evictDurableObject } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import { Client, direct, env, hubOf, person, settle } from './people';

async function pair() {
  const [ann, ben] = [await person('Ann'), await person('Ben')];
  return { ann, ben, conversationId: await direct(ann, ben) };
}

describe('the hub', () => {
  test('ACK-3 one’s own messages are pushed again to one’s other devices', { timeout: 20_000 }, async () => {
    const { ann, conversationId } = await pair();
    const [phone, desk] = [await Client.connect(ann), await Client.connect(ann, { autoAck: false })];
    phone.say(conversationId, 'one');
    await desk.next('message');
    const again = await desk.next('message', (push) => push.redelivery === true, 8000);
    expect(again).toMatchObject({ tid: 1, message: { seq: 1 } });
  });

  test('a hello that fails on a living connection loses none of its pushes', async () => {
    const { ann, ben, conversationId } = await pair();
    const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const prototype = Object.getPrototypeOf(env.DB) as { batch: D1Database['batch'] };
    const real = prototype.batch;
    let once = true;
    prototype.batch = async function (this: D1Database, ...args: Parameters<D1Database['batch']>) {
      if (!once) return real.apply(this, args);
      once = false;
      await held;
      throw new Error('D1 is away');
    } as D1Database['batch'];
    try {
      b.send({ type: 'hello' });
      await b.until(() => (once ? undefined : true));
      a.say(conversationId, 'while the inbox is read');
      await a.next('sendAck');
      await settle(50);
      expect(b.of('message')).toEqual([]);
      release();
      expect(await b.next('error')).toMatchObject({ code: 'unavailable', retryable: true });
      expect(await b.next('message')).toMatchObject({ tid: 1, message: { seq: 1 } });
    } finally {
      prototype.batch = real;
    }
  });

  test('what was deleted for oneself before it is pushed again after an eviction keeps its place and says nothing', {
    timeout: 20_000,
  }, async () => {
    const { ann, ben, conversationId } = await pair();
    const [a, b] = [await Client.connect(ann), await Client.connect(ben, { autoAck: false })];
    a.say(conversationId, 'one');
    await b.next('message');
    await env.DB.prepare('INSERT INTO deletions (conversation_id, user_id, seq) VALUES (?1, ?2, 1)').bind(conversationId, ben.id).run();
    await evictDurableObject(hubOf(ben), { webSockets: 'hibernate' });
    expect(await b.next('change', () => true, 8000)).toMatchObject({ tid: 1, redelivery: true, change: { kind: 'hidden', seq: 1 } });
    b.send({ type: 'messageAck', tid: 1 });
    await settle(50);
    expect(b.closed).toBeUndefined();
  });

  test.each([
    [1000, ''],
    [1001, 'going away'],
    [4999, '😀'.repeat(30)],
    [3000, 'x'.repeat(123)],
  ])('CONN-8 a close with code %i and reason %j is answered with its code', async (code, reason) => {
    const { ann } = await pair();
    const a = await Client.connect(ann);
    a.socket.close(code, reason);
    expect((await a.close()).code).toBe(code);
  });

  test('ACK-5 a reader whose state outgrows its attachment is left to sync, and the delivery does not fail', async () => {
    const { ann, ben } = await pair();
    const b = await Client.connect(ben, { autoAck: false, device: 'd'.repeat(64), tab: 't'.repeat(64) });
    b.send({ type: 'watch', userIds: Array.from({ length: 50 }, (_, i) => 'w'.repeat(62) + (10 + i)) });
    const names = Array.from({ length: 320 }, (_, i) => `0g${String(i).padStart(22, 'x')}`);
    const items = names.map((conversationId) => ({
      kind: 'message' as const,
      conversationId,
      seq: 1e9,
      senderId: ann.id,
      json: '{"seq":1}',
    }));
    for (let i = 0; i < 3 && !b.closed; i++) {
      await hubOf(ben).deliver(items);
      await settle(50);
      const last = b.frames.reduce((tid, frame) => ('tid' in frame ? frame.tid : tid), 0);
      if (!b.closed) b.send({ type: 'messageAck', tid: last - 128 });
      await settle(50);
    }
    expect((await b.close()).code).toBe(4002);
    const next = await Client.connect(ben);
    await hubOf(ben).deliver(items.slice(0, 1));
    expect(await next.next('message')).toMatchObject({ tid: 1 });
  });
});
