import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { describe, expect, test, vi } from 'vitest';
import { readInbox } from '../../worker/store/inbox';
import { Client, env, hubOf, type Person, pair, settle } from './people';

describe('the hub', () => {
  test('ACK-3 a user’s own messages are resent to their other devices', async () => {
    const { ann, conversationId } = await pair();
    const [phone, desk] = [await Client.connect(ann), await Client.connect(ann, { autoAck: false })];
    phone.say(conversationId, 'one');
    await desk.next('message');
    const again = await desk.next('message', (push) => push.redelivery === true);
    expect(again).toMatchObject({ tid: 1, message: { seq: 1 } });
  });

  test('a hello that fails on a living connection loses none of its pushes', async () => {
    const logged = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
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
      expect(logged).toHaveBeenCalledOnce();
    } finally {
      logged.mockRestore();
      prototype.batch = real;
    }
  });

  test('a message deleted before its resend after an eviction becomes an empty change', async () => {
    const { ann, ben, conversationId } = await pair();
    const [a, b] = [await Client.connect(ann), await Client.connect(ben, { autoAck: false })];
    a.say(conversationId, 'one');
    await b.next('message');
    await env.DB.prepare('INSERT INTO deletions (conversation_id, user_id, seq) VALUES (?1, ?2, 1)').bind(conversationId, ben.id).run();
    await evictDurableObject(hubOf(ben), { webSockets: 'hibernate' });
    expect(await b.next('change', () => true)).toMatchObject({ tid: 1, redelivery: true, change: { kind: 'hidden', seq: 1 } });
    b.send({ type: 'messageAck', tid: 1 });
    await settle(50);
    expect(b.closed).toBeUndefined();
  });

  test('SEND-8 a flooding connection gets the time to wait once and is closed with 4008', async () => {
    const { ann, conversationId } = await pair();
    const a = await Client.connect(ann);
    // A slow machine forgives more meanwhile: it takes as many frames as it takes.
    for (let batch = 0; a.closed === undefined && batch < 100; batch++) {
      for (let i = 0; i < 1500 && a.closed === undefined; i++) a.send({ type: 'typing', conversationId });
      await settle(100);
    }
    expect(await a.close()).toEqual({ code: 4008, reason: '5000' });
    expect(a.of('error')).toMatchObject([{ code: 'rate_limited', retryable: true, retryAfterMs: 5000 }]);
  });

  /** A connection whose `hello` is being answered until `answer` is called; 70 frames are waiting behind it. */
  async function greeted(who: Person, conversationId: string) {
    const prototype = Object.getPrototypeOf(env.DB) as { batch: D1Database['batch'] };
    const real = prototype.batch;
    const client = await Client.open(who);
    const gate = Promise.withResolvers<void>();
    prototype.batch = async function (this: D1Database, ...args: Parameters<D1Database['batch']>) {
      prototype.batch = real;
      await gate.promise;
      return real.apply(this, args);
    } as D1Database['batch'];
    client.send({ type: 'hello' });
    const ids = Array.from({ length: 60 }, (_, i) => client.say(conversationId, `${i}`));
    for (let i = 0; i < 10; i++) client.send({ type: 'pull', requestId: `r${i}`, conversationId });
    await client.until(() => client.of('error')[5]);
    return { client, ids, answer: gate.resolve, fail: () => gate.reject(new Error('D1 is away')) };
  }

  test('CONN-10 frames right after hello run in order after the welcome; too many are refused', async () => {
    const { ann, ben, conversationId } = await pair();
    const b = await Client.connect(ben);
    const { client, ids, answer } = await greeted(ann, conversationId);
    expect(client.frames).toMatchObject([4, 5, 6, 7, 8, 9].map((i) => ({ code: 'rate_limited', requestId: `r${i}`, retryAfterMs: 1000 })));
    answer();
    await client.until(() => client.of('sendAck')[59]);
    await client.next('pulled', (frame) => frame.requestId === 'r3');
    expect(client.frames[6]?.type).toBe('welcome');
    expect(client.of('sendAck').map((ack) => [ack.clientMsgId, ack.seq])).toEqual(ids.map((id, i) => [id, i + 1]));
    await b.until(() => b.of('message')[59]);
  });

  test('CONN-10 frames that wait for a failed welcome, and later ones, are refused as unavailable', async () => {
    const { ann, conversationId } = await pair();
    const { client, ids, fail } = await greeted(ann, conversationId);
    const logged = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    fail();
    await client.until(() => client.of('error')[6 + 1 + 64 - 1]);
    const later = client.say(conversationId, 'later');
    await client.next('error', (error) => error.clientMsgId === later);
    const refused = client.of('error').filter((error) => error.code === 'unavailable' && error.retryable);
    expect(refused.flatMap((error) => error.clientMsgId ?? [])).toEqual([...ids, later]);
    expect(logged).toHaveBeenCalledOnce();
    logged.mockRestore();
    client.send({ type: 'hello' });
    await client.next('welcome');
    expect(client.of('sendAck')).toEqual([]);
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

  test('CONN-4 a socket whose session expired, or whose end did not reach the hub, is closed at the next alarm', async () => {
    const { ann } = await pair();
    const a = await Client.connect(ann);
    await runDurableObjectAlarm(hubOf(ann));
    await settle(50);
    expect(a.closed).toBeUndefined();
    await env.DB.prepare('UPDATE sessions SET expires_at = 1 WHERE id = ?').bind(ann.sessionId).run();
    // Looks are minutes apart, and a hub with nothing to do is evicted between them.
    await evictDurableObject(hubOf(ann), { webSockets: 'hibernate' });
    await runDurableObjectAlarm(hubOf(ann));
    expect((await a.close()).code).toBe(4001);
  });

  test('SYNC-4 a foreign, malformed or future cursor returns everything, marked as full', async () => {
    const { ann, conversationId } = await pair();
    const { epoch } = await readInbox(env.DB, ann.id, undefined);
    const foreign = ['', 'x', '.', '-1', '00ff.1', `${epoch}`, `${epoch}.`, `${epoch}.-1`, `${epoch}.1e3`, `${epoch}.9007199254740993`];
    const future = [`${epoch}.999999999999999`, `${epoch}.${Date.now() + 3_600_000}`];
    const odd = [`${epoch}.1 OR 1`, `${epoch}\u0000.1`, `${epoch.toUpperCase()}x.1`, `${'f'.repeat(64)}.${Date.now()}`, '__proto__.1'];
    for (const cursor of [...foreign, ...future, ...odd]) {
      const a = await Client.open(ann);
      a.send({ type: 'hello', cursor });
      const welcome = await a.next('welcome');
      expect([cursor, welcome.full, welcome.conversations.map((one) => one.id)]).toEqual([cursor, true, [conversationId]]);
      a.socket.close();
    }
    for (const at of ['0', '1', '2000', '1000000000000']) {
      const inbox = await readInbox(env.DB, ann.id, `${epoch}.${at}`);
      expect([inbox.full, inbox.conversations.length]).toEqual([false, 1]);
    }
  });

  test('CONN-5 300 reloads leave one socket behind', async () => {
    const { ann } = await pair();
    for (let i = 0; i < 300; i++) await Client.connect(ann, { device: 'd', tab: 't' });
    await settle();
    const left = await runInDurableObject(hubOf(ann), (hub, state) => {
      const { sockets } = hub as unknown as { sockets: { bySocket: Map<unknown, unknown> } };
      return [sockets.bySocket.size, state.getWebSockets().length];
    });
    expect(left).toEqual([1, 1]);
  });

  test('SEND-6 sixty of the longest messages at once arrive whole and in order', async () => {
    const { ann, ben, conversationId } = await pair();
    const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
    const mentions = Array.from({ length: 50 }, (_, i) => 'm'.repeat(62) + (10 + i));
    const texts = Array.from({ length: 60 }, (_, i) => ['好', '"', '\\', '\u0000', '😀'][i % 5]?.repeat(4000) ?? '');
    for (const text of texts)
      a.send({ type: 'send', clientMsgId: crypto.randomUUID(), conversationId, body: { kind: 'text', text, mentions } });
    await b.until(() => (b.of('message').length === 60 ? true : undefined));
    expect(b.of('message').map(({ message }) => message.body.kind === 'text' && message.body.text)).toEqual(texts);
    expect([a.of('sendAck').length, a.of('error')]).toEqual([60, []]);
  });

  test('ACK-5 a reader whose state outgrows its attachment must sync, and the delivery succeeds', async () => {
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
