import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import { readInbox } from '../../worker/store/inbox';
import { Client, direct, env, hubOf, pair, person, settle } from './people';

const later = () => settle(2100);

describe('marks', () => {
  test('READ-1 unread is lastN − readN; READ-2 marks only rise; READ-4 others get a receipt', async () => {
    const { ann, ben, conversationId } = await pair();
    const [a, b, phone] = [await Client.connect(ann), await Client.connect(ben), await Client.connect(ben)];
    for (let i = 1; i <= 3; i++) a.say(conversationId, `${i}`);
    await b.until(() => b.of('message')[2]);
    expect((await readInbox(env.DB, ben.id, undefined)).conversations[0]).toMatchObject({ unread: 3, lastN: 3, readN: 0 });
    b.send({ type: 'read', conversationId, seq: 2 });
    expect(await a.next('receipt', (r) => r.kind === 'read')).toEqual({
      type: 'receipt',
      conversationId,
      userId: ben.id,
      kind: 'read',
      seq: 2,
    });
    expect(await phone.next('receipt', (r) => r.kind === 'read')).toMatchObject({ userId: ben.id, seq: 2, readN: 2 });
    expect((await readInbox(env.DB, ben.id, undefined)).conversations[0]).toMatchObject({ unread: 1, readSeq: 2 });
    b.send({ type: 'read', conversationId, seq: 1 });
    b.send({ type: 'read', conversationId, seq: 2 });
    await settle();
    expect(a.of('receipt').filter((r) => r.kind === 'read').length).toBe(1);
    b.send({ type: 'read', conversationId, seq: 1_000_000 });
    expect(await a.next('receipt', (r) => r.kind === 'read' && r.seq > 2)).toMatchObject({ seq: 3 });
    expect((await readInbox(env.DB, ben.id, undefined)).unreadTotal).toBe(0);
    expect((await readInbox(env.DB, ann.id, undefined)).conversations[0]?.peerReadSeq).toBe(3);
  });

  test('READ-3 sending raises the sender’s own mark', async () => {
    const { ann, ben, conversationId } = await pair();
    const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
    a.say(conversationId, 'one');
    await b.next('message');
    b.say(conversationId, 'two');
    await b.next('sendAck');
    expect((await readInbox(env.DB, ben.id, undefined)).conversations[0]).toMatchObject({ unread: 0, readSeq: 2, readN: 2 });
    expect((await readInbox(env.DB, ann.id, undefined)).conversations[0]).toMatchObject({ unread: 1, readSeq: 1 });
  });

  test('READ-5 the total excludes muted conversations, except their mentions', async () => {
    const { ann, ben, conversationId } = await pair();
    const a = await Client.connect(ann);
    a.send({ type: 'send', clientMsgId: crypto.randomUUID(), conversationId, body: { kind: 'text', text: 'you', mentions: [ben.id] } });
    a.say(conversationId, 'two');
    await a.until(() => a.of('sendAck')[1]);
    const inbox = await readInbox(env.DB, ben.id, undefined);
    expect([inbox.unreadTotal, inbox.conversations[0]?.mentions]).toEqual([2, 1]);
    await env.DB.prepare('UPDATE memberships SET muted_until = 9007199254740991 WHERE user_id = ?').bind(ben.id).run();
    expect((await readInbox(env.DB, ben.id, undefined)).unreadTotal).toBe(1);
  });

  test('a delivered receipt follows the ack in a direct conversation', async () => {
    const { ann, ben, conversationId } = await pair();
    const [a] = [await Client.connect(ann), await Client.connect(ben)];
    a.say(conversationId, 'tick');
    expect(await a.next('receipt')).toEqual({ type: 'receipt', conversationId, userId: ben.id, kind: 'delivered', seq: 1 });
  });
});

describe('sync', () => {
  test('SYNC-2 returns what changed since the cursor, and nothing else', async () => {
    const { ann, ben, conversationId } = await pair();
    const quiet = await direct(ann, await person('Cid'));
    await later();
    const first = await readInbox(env.DB, ann.id, undefined);
    expect([first.full, first.conversations.map((c) => c.id).sort()]).toEqual([true, [conversationId, quiet].sort()]);
    await later();
    const b = await Client.connect(ben);
    expect(await readInbox(env.DB, ann.id, first.cursor)).toMatchObject({ full: false, conversations: [], unreadTotal: 0 });
    b.say(conversationId, 'new');
    await b.next('sendAck');
    const second = await readInbox(env.DB, ann.id, first.cursor);
    expect(second).toMatchObject({
      full: false,
      unreadTotal: 1,
      conversations: [{ id: conversationId, lastSeq: 1, lastMessage: { seq: 1 } }],
    });
    const fresh = await readInbox(env.DB, ann.id, undefined);
    expect(second.conversations[0]).toEqual(fresh.conversations.find((c) => c.id === conversationId));
  });

  test('SYNC-3 a connect is one D1 round trip in all, and pushes start after its welcome', async () => {
    const { ann, ben, conversationId } = await pair();
    const [a, b] = [await Client.open(ann, { query: '&cursor=' }), await Client.connect(ben)];
    b.say(conversationId, 'between upgrade and hello');
    await b.next('sendAck');
    await settle();
    a.send({ type: 'hello', cursor: '' });
    expect((await a.next('welcome')).conversations[0]).toMatchObject({ lastSeq: 1 });
    expect(a.of('message')).toEqual([]);
  });

  test('SYNC-4 another epoch, or a cursor from the future, means everything', async () => {
    const { ann, conversationId } = await pair();
    await later();
    const { cursor } = await readInbox(env.DB, ann.id, undefined);
    const [epoch, at] = cursor.split('.');
    const ahead = `${epoch}.${Number(at) + 3_600_000}`;
    const variants = [`ffff.${at}`, ahead, 'nonsense', '-1', `${epoch}.`, `${epoch}.9e99`, "'; --", ''];
    for (const variant of variants) {
      const inbox = await readInbox(env.DB, ann.id, variant);
      expect([variant, inbox.full, inbox.conversations.map((c) => c.id)]).toEqual([variant, true, [conversationId]]);
    }
    const yearOld = await readInbox(env.DB, ann.id, `${epoch}.${Number(at) - 365 * 86_400_000}`);
    expect([yearOld.full, yearOld.conversations.length]).toEqual([false, 1]);
  });

  test('SYNC-5 pages are complete between their ends and say whether there is more', async () => {
    const { ann, conversationId } = await pair();
    const a = await Client.connect(ann);
    for (let i = 1; i <= 12; i++) a.say(conversationId, `${i}`);
    await a.until(() => a.of('sendAck')[11]);
    const pull = async (range: { afterSeq?: number; beforeSeq?: number }) => {
      const requestId = crypto.randomUUID();
      a.send({ type: 'pull', requestId, conversationId, limit: 5, ...range });
      const { messages, hasMore } = await a.next('pulled', (frame) => frame.requestId === requestId);
      return [messages.map((m) => m.seq), hasMore];
    };
    expect(await pull({})).toEqual([[8, 9, 10, 11, 12], true]);
    expect(await pull({ beforeSeq: 8 })).toEqual([[3, 4, 5, 6, 7], true]);
    expect(await pull({ beforeSeq: 3 })).toEqual([[1, 2], false]);
    expect(await pull({ afterSeq: 0 })).toEqual([[1, 2, 3, 4, 5], true]);
    expect(await pull({ afterSeq: 7 })).toEqual([[8, 9, 10, 11, 12], false]);
    expect(await pull({ afterSeq: 12 })).toEqual([[], false]);
    expect(await pull({ afterSeq: 3, beforeSeq: 7 })).toEqual([[4, 5, 6], false]);
    expect(await pull({ afterSeq: 3, beforeSeq: 12 })).toEqual([[4, 5, 6, 7, 8], true]);
    expect(await pull({ afterSeq: 3, beforeSeq: 4 })).toEqual([[], false]);
  });

  test('FAN-1 a message stored while the inbox is read is in the welcome or pushed after it', async () => {
    const { ann, ben, conversationId } = await pair();
    const b = await Client.connect(ben);
    for (let i = 1; i <= 20; i++) {
      const a = await Client.open(ann, { autoAck: true });
      a.send({ type: 'hello' });
      b.say(conversationId, `${i}`);
      const welcome = await a.next('welcome');
      if ((welcome.conversations[0]?.lastSeq ?? 0) < i) await a.next('message', (push) => push.message.seq === i);
      expect(a.frames[0]?.type).toBe('welcome');
      a.socket.close(1000);
      await a.close();
    }
  });
});

describe('presence and typing', () => {
  test('typing reaches the peer at most once in three seconds', async () => {
    const { ann, ben, conversationId } = await pair();
    const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
    for (let i = 0; i < 5; i++) a.send({ type: 'typing', conversationId });
    expect(await b.next('typing')).toEqual({ type: 'typing', conversationId, userId: ann.id });
    await settle();
    expect(b.of('typing').length).toBe(1);
  });

  test('a watcher gets who is online, comes and goes; others get nothing', async () => {
    const { ann, ben } = await pair();
    const [watcher, other] = [await Client.connect(ann), await Client.connect(ann)];
    other.send({ type: 'watch', userIds: [] });
    watcher.send({ type: 'watch', userIds: [ben.id] });
    expect(await watcher.next('presence')).toMatchObject({ userId: ben.id, online: false });
    const b = await Client.connect(ben);
    expect(await watcher.next('presence', (p) => p.online)).toMatchObject({ userId: ben.id });
    b.socket.close(1000);
    await b.close();
    const realNow = Date.now;
    try {
      Date.now = () => realNow() + 21_000;
      expect(await runDurableObjectAlarm(hubOf(ben))).toBe(true);
    } finally {
      Date.now = realNow;
    }
    expect((await watcher.until(() => watcher.of('presence').find((p, i) => i > 1 && !p.online))).lastSeenAt).toBeGreaterThan(0);
    expect(other.of('presence')).toEqual([]);
    expect(await hubOf(ben).isOnline()).toBe(false);
  });

  test('FAN-6 a connection that never sent a watch gets all presence, also after an eviction', async () => {
    const { ann, ben } = await pair();
    const stranger = await person('Carol');
    const a = await Client.connect(ann);
    await Client.connect(stranger);
    await Client.connect(ben);
    expect(await a.next('presence')).toEqual({ type: 'presence', userId: ben.id, online: true });
    await settle(1100);
    await evictDurableObject(hubOf(ann), { webSockets: 'hibernate' });
    const went = { type: 'presence', userId: ben.id, online: false, lastSeenAt: 7 } as const;
    await hubOf(ann).deliver([{ kind: 'presence', userId: ben.id, json: JSON.stringify(went) }]);
    expect(await a.next('presence', (frame) => !frame.online)).toEqual(went);
    expect(a.of('presence').length).toBe(2);
  });

  test('FAN-6 a connection gets presence at most once a second, the newest of each user', async () => {
    const [ann, ben, carol] = [await person('Ann'), await person('Ben'), await person('Carol')];
    const a = await Client.connect(ann);
    a.send({ type: 'watch', userIds: [ben.id, carol.id] });
    await a.until(() => a.of('presence')[1]);
    a.frames.length = 0;
    const from = Date.now();
    let last = 0;
    for (let i = 1; i <= 40; i++) {
      for (const userId of [ben.id, carol.id, ann.id]) {
        last = i;
        const json = JSON.stringify({ type: 'presence', userId, online: i % 2 === 0, lastSeenAt: i });
        await hubOf(ann).deliver([{ kind: 'presence', userId, json }]);
      }
      await settle(50);
    }
    await a.until(() => a.of('presence').filter((frame) => frame.lastSeenAt === last)[1]);
    // A slow machine takes longer, and may tell more often, but never more often than once a second.
    const seconds = Math.ceil((Date.now() - from) / 1000) + 1;
    expect(a.of('presence').length).toBeLessThanOrEqual(2 * seconds);
    expect(new Set(a.of('presence').map((frame) => frame.userId))).toEqual(new Set([ben.id, carol.id]));
    expect(a.of('presence').slice(-2)).toMatchObject([{ lastSeenAt: last }, { lastSeenAt: last }]);
  });

  test('the newest watch counts if they come faster than they are answered', async () => {
    const { ann, ben } = await pair();
    const others = [await person('Carol'), await person('Dan')];
    const a = await Client.connect(ann);
    for (let i = 0; i < 30; i++) a.send({ type: 'watch', userIds: others.map((one) => one.id) });
    a.send({ type: 'watch', userIds: [ben.id] });
    await a.next('presence', (frame) => frame.userId === ben.id);
    await settle(300);
    expect(a.of('presence').at(-1)?.userId).toBe(ben.id);
    expect(a.of('presence').length).toBeLessThan(61);
  });

  test('a user who hides their presence is not seen', async () => {
    const { ann, ben } = await pair();
    await env.DB.prepare(`UPDATE users SET settings = '{"lastSeen":"nobody"}' WHERE id = ?`).bind(ben.id).run();
    const [a] = [await Client.connect(ann), await Client.connect(ben)];
    a.send({ type: 'watch', userIds: [ben.id] });
    await settle(300);
    expect(a.of('presence')).toEqual([]);
  });
});
