import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import { Client, env, hubOf, pair, settle } from './people';

describe('connection', () => {
  test('CONN-2 ping is answered by pong and reaches no code', async () => {
    const { ann } = await pair();
    const a = await Client.connect(ann);
    const pong = new Promise((resolve) => a.socket.addEventListener('message', (event) => event.data === 'pong' && resolve(true)));
    a.sendRaw('ping');
    expect(await pong).toBe(true);
    expect(a.of('error')).toEqual([]);
  });

  test('CONN-8 a close frame is answered with the code that was sent', async () => {
    const { ann } = await pair();
    const a = await Client.connect(ann);
    a.socket.close(4321, 'bye');
    expect(await a.close()).toEqual({ code: 4321, reason: 'bye' });
  });

  test('CONN-10 anything before hello is bad_frame, and nothing is pushed before the welcome', async () => {
    const { ann, ben, conversationId } = await pair();
    const [a, b] = [await Client.open(ann), await Client.connect(ben)];
    const id = a.say(conversationId, 'too early');
    expect(await a.next('error')).toMatchObject({ code: 'bad_frame', clientMsgId: id });
    b.say(conversationId, 'one');
    await b.next('sendAck');
    await settle();
    expect(a.of('message')).toEqual([]);
    a.send({ type: 'hello' });
    const welcome = await a.next('welcome');
    expect(welcome.conversations[0]).toMatchObject({ id: conversationId, lastSeq: 1, unread: 1, lastMessage: { body: { text: 'one' } } });
    expect(welcome.unreadTotal).toBe(1);
    b.say(conversationId, 'two');
    expect(await a.next('message')).toMatchObject({ tid: 1, message: { seq: 2 } });
  });

  test('CONN-5 the 21st socket closes the socket that was silent longest', async () => {
    const { ann } = await pair();
    const clients: Client[] = [];
    for (let i = 0; i < 20; i++) clients.push(await Client.connect(ann));
    await settle(20);
    clients[0]?.send({ type: 'hello' });
    await settle(20);
    const last = await Client.connect(ann);
    expect((await clients[1]?.close())?.code).toBe(4000);
    expect(clients.filter((client) => client.closed).length).toBe(1);
    expect(last.closed).toBeUndefined();
  });

  test('a new socket of the same device and tab replaces the old one', async () => {
    const { ann } = await pair();
    const old = await Client.connect(ann, { device: 'd', tab: 't' });
    const other = await Client.connect(ann, { device: 'd', tab: 'u' });
    await Client.connect(ann, { device: 'd', tab: 't' });
    expect((await old.close()).code).toBe(4005);
    expect(other.closed).toBeUndefined();
  });

  test('CONN-4 ended sessions close their sockets with 4001, hibernating ones too', async () => {
    const { ann } = await pair();
    const a = await Client.connect(ann);
    await evictDurableObject(hubOf(ann), { webSockets: 'hibernate' });
    await hubOf(ann).endSessions([ann.sessionId]);
    expect((await a.close()).code).toBe(4001);
  });

  test('another version of the protocol is closed with 4004, after the upgrade', async () => {
    const { ann } = await pair();
    const old = await Client.open(ann, { version: '2' });
    expect((await old.close()).code).toBe(4004);
  });

  test('CONN-9 an ended session opens no socket', async () => {
    const { ann } = await pair();
    await env.DB.prepare('DELETE FROM sessions WHERE id = ?').bind(ann.sessionId).run();
    await expect(Client.open(ann)).rejects.toThrow('no socket: 401');
  });
});

describe('delivery', () => {
  test('ACK-2 an ack for a number never sent closes with 4003', async () => {
    const { ann } = await pair();
    const a = await Client.connect(ann);
    a.send({ type: 'messageAck', tid: 1 });
    expect((await a.close()).code).toBe(4003);
  });

  test('ACK-3 an un-acked push is resent with its tid after 5 s and 2 s more, then the socket closes with 4002', async () => {
    const { ann, ben, conversationId } = await pair();
    const [a, b] = [await Client.connect(ann), await Client.connect(ben, { autoAck: false })];
    const from = Date.now();
    a.say(conversationId, 'one');
    a.say(conversationId, 'two');
    expect((await b.close()).code).toBe(4002);
    const took = Date.now() - from;
    expect(b.of('message').map((push) => [push.tid, push.message.seq, push.redelivery ?? false])).toEqual([
      [1, 1, false],
      [2, 2, false],
      [1, 1, true],
      [2, 2, true],
      [1, 1, true],
      [2, 2, true],
    ]);
    expect(took).toBeGreaterThan(8500);
  });

  test('ACK-3 a resend carries the present state of a message that was edited after its push', async () => {
    const { ann, ben, conversationId } = await pair();
    const [a, b] = [await Client.connect(ann), await Client.connect(ben, { autoAck: false })];
    a.say(conversationId, 'frist');
    await b.next('message');
    a.send({
      type: 'change',
      clientMsgId: crypto.randomUUID(),
      conversationId,
      change: { kind: 'edit', targetSeq: 1, body: { kind: 'text', text: 'first' } },
    });
    await b.next('change');
    const again = await b.next('message', (push) => push.redelivery === true);
    expect(again).toMatchObject({ tid: 1, message: { seq: 1, body: { text: 'first' }, editedAt: expect.any(Number) } });
  });

  test('ACK-4 the resend schedule survives an eviction right after the push, and bodies are read again', async () => {
    const { ann, ben, conversationId } = await pair();
    const [a, b] = [await Client.connect(ann), await Client.connect(ben, { autoAck: false })];
    a.say(conversationId, 'one');
    const first = await b.next('message');
    await evictDurableObject(hubOf(ben), { webSockets: 'hibernate' });
    const again = await b.next('message', (push) => push.redelivery === true);
    expect(again).toEqual({ ...first, redelivery: true });
    b.send({ type: 'messageAck', tid: 1 });
    a.say(conversationId, 'two');
    expect(await b.next('message', (push) => push.message.seq === 2)).toMatchObject({ tid: 2 });
  });

  test('ACK-5 a reader that acks nothing gets 256 pushes, and one behind after it acks', async () => {
    const { ann, ben, conversationId } = await pair();
    const b = await Client.connect(ben, { autoAck: false });
    const items = Array.from({ length: 300 }, (_, i) => ({
      kind: 'message' as const,
      conversationId,
      seq: i + 1,
      senderId: ann.id,
      json: `{"seq":${i + 1}}`,
    }));
    await hubOf(ben).deliver(items);
    await b.until(() => (b.of('message').length >= 256 ? true : undefined));
    await settle();
    expect(b.of('message').length).toBe(256);
    b.send({ type: 'messageAck', tid: 256 });
    expect(await b.next('behind')).toMatchObject({ tid: 257, conversationIds: [conversationId] });
  });

  test('ACK-5 a long device name leaves room for all un-acked pushes', async () => {
    const { ann, ben } = await pair();
    const b = await Client.connect(ben, { autoAck: false, device: '漢'.repeat(64) });
    const items = Array.from({ length: 256 }, (_, i) => {
      const conversationId = `0g${String(i).padStart(22, 'x')}`;
      return { kind: 'message' as const, conversationId, seq: 1e6, senderId: ann.id, json: '{"seq":1}' };
    });
    await hubOf(ben).deliver(items);
    await b.until(() => b.of('message')[255]);
    await settle();
    expect(b.closed).toBeUndefined();
    const again = await Client.connect(ben, { device: '漢'.repeat(64) });
    expect((await b.close()).code).toBe(4005);
    expect(again.closed).toBeUndefined();
  });

  test('CONN-3 a silent connection is closed with 4000 by an alarm, after an eviction too', async () => {
    const { ann } = await pair();
    const a = await Client.connect(ann);
    await evictDurableObject(hubOf(ann), { webSockets: 'hibernate' });
    const realNow = Date.now;
    try {
      Date.now = () => realNow() + 700_000;
      expect(await runDurableObjectAlarm(hubOf(ann))).toBe(true);
    } finally {
      Date.now = realNow;
    }
    expect((await a.close()).code).toBe(4000);
  });

  test('CONN-3 a silent connection is not counted as reachable before its alarm', async () => {
    const { ann, ben, conversationId } = await pair();
    const b = await Client.connect(ben);
    const realNow = Date.now;
    try {
      Date.now = () => realNow() + 310_000;
      await hubOf(ben).deliver([{ kind: 'message', conversationId, seq: 1, senderId: ann.id, json: '{}' }]);
    } finally {
      Date.now = realNow;
    }
    expect((await b.close()).code).toBe(4000);
    expect(b.of('message')).toEqual([]);
  });
});

describe('hibernation', () => {
  test('no client notices evictions between any two steps of the path', async () => {
    const { ann, ben, conversationId } = await pair();
    const evict = async () => {
      for (const who of [ann, ben]) await evictDurableObject(hubOf(who), { webSockets: 'hibernate' }).catch(() => undefined);
    };
    const [a, b] = [await Client.open(ann), await Client.connect(ben)];
    await evict();
    a.send({ type: 'hello' });
    await a.next('welcome');
    for (let i = 1; i <= 10; i++) {
      await evict();
      a.say(conversationId, `${i}`);
      await a.until(() => a.of('sendAck')[i - 1]);
      await evict();
      await b.until(() => b.of('message')[i - 1]);
      await evict();
      b.send({ type: 'read', conversationId, seq: i });
      await a.next('receipt', (receipt) => receipt.seq === i);
    }
    expect(b.of('message').map((push) => [push.tid, push.message.seq])).toEqual(Array.from({ length: 10 }, (_, i) => [i + 1, i + 1]));
    expect([a.of('error'), b.of('error'), a.closed, b.closed]).toEqual([[], [], undefined, undefined]);
  });
});
