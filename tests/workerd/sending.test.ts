import { describe, expect, test } from 'vitest';
import { Client, direct, env, pair, person, settle } from './people';

interface LogRow {
  seq: number;
  n: number;
  id: string;
}

const log = async (conversationId: string) =>
  (
    await env.DB.prepare('SELECT seq, n, client_msg_id AS id FROM entries WHERE conversation_id = ? ORDER BY seq')
      .bind(conversationId)
      .all<LogRow>()
  ).results;

describe('sending', () => {
  test('SEND-1 a message is stored before it is acked and pushed', async () => {
    const { ann, ben, conversationId } = await pair();
    const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
    const id = a.say(conversationId, '你好，Ben');
    const ack = await a.next('sendAck');
    expect(ack).toMatchObject({ clientMsgId: id, conversationId, seq: 1, n: 1 });
    const push = await b.next('message');
    expect(push).toMatchObject({
      tid: 1,
      message: { conversationId, seq: 1, n: 1, senderId: ann.id, clientMsgId: id, body: { kind: 'text', text: '你好，Ben' } },
    });
    expect(push.message.createdAt).toBe(ack.createdAt);
    expect(await log(conversationId)).toEqual([{ seq: 1, n: 1, id }]);
  });

  test('SEND-2 a non-member stores nothing, and a foreign conversation looks like a missing one', async () => {
    const { conversationId } = await pair();
    const eve = await Client.connect(await person('Eve'));
    const foreign = eve.say(conversationId, 'let me in');
    const none = eve.say('0dnothing', 'anybody?');
    const answers = [await eve.next('error', (e) => e.clientMsgId === foreign), await eve.next('error', (e) => e.clientMsgId === none)];
    expect(answers.map(({ clientMsgId: _, ...rest }) => rest)).toEqual(
      [answers[0], answers[0]].map((e) => ({ type: 'error', code: 'not_found', message: e?.message, retryable: false })),
    );
    expect(await log(conversationId)).toEqual([]);
  });

  test('SEND-2 a former member gets not_member and stores nothing', async () => {
    const { ann, conversationId } = await pair();
    await env.DB.prepare('UPDATE memberships SET left_seq = 0 WHERE conversation_id = ? AND user_id = ?')
      .bind(conversationId, ann.id)
      .run();
    const a = await Client.connect(ann);
    a.say(conversationId, 'still here?');
    expect((await a.next('error')).code).toBe('not_member');
    expect(await log(conversationId)).toEqual([]);
  });

  test('SEND-3 a repeat stores nothing, returns the first result and repeats the fan-out', async () => {
    const { ann, ben, conversationId } = await pair();
    const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
    const id = a.say(conversationId, 'once');
    const first = await a.next('sendAck');
    a.say(conversationId, 'other');
    await a.until(() => a.of('sendAck')[1]);
    a.say(conversationId, 'once', id);
    const again = await a.until(() => a.of('sendAck')[2]);
    expect(again).toEqual(first);
    expect((await log(conversationId)).length).toBe(2);
    const pushes = await b.until(() => (b.of('message').length === 3 ? b.of('message') : undefined));
    expect(pushes[2]?.message).toEqual(pushes[0]?.message);
  });

  test('SEND-3 a repeat in the same batch gets the same answer', async () => {
    const { ann, conversationId } = await pair();
    const a = await Client.connect(ann);
    const id = crypto.randomUUID();
    for (let i = 0; i < 5; i++) a.say(conversationId, 'again and again', id);
    const acks = await a.until(() => (a.of('sendAck').length === 5 ? a.of('sendAck') : undefined));
    expect(new Set(acks.map((ack) => JSON.stringify(ack))).size).toBe(1);
    expect((await log(conversationId)).length).toBe(1);
  });

  test('SEND-4 the same clientMsgId with other content, or elsewhere, is refused', async () => {
    const { ann, conversationId } = await pair();
    const elsewhere = await direct(ann, await person('Cid'));
    const a = await Client.connect(ann);
    const id = a.say(conversationId, 'this');
    await a.next('sendAck');
    a.say(conversationId, 'that', id);
    await a.until(() => a.of('error')[0]);
    a.say(elsewhere, 'this', id);
    await a.until(() => a.of('error')[1]);
    expect(a.of('error').map((e) => [e.code, e.clientMsgId])).toEqual([
      ['conflict', id],
      ['conflict', id],
    ]);
    expect((await log(conversationId)).length + (await log(elsewhere)).length).toBe(1);
  });

  test('SEND-5 seqs have no holes and no duplicates, whatever interleaves', async () => {
    const { ann, ben, conversationId } = await pair();
    const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
    const ids: string[] = [];
    for (let i = 0; i < 40; i++) {
      ids.push(a.say(conversationId, `a${i}`), b.say(conversationId, `b${i}`));
      if (i % 5 === 0) a.say(conversationId, `a${i}`, ids[ids.length - 2]);
    }
    await b.until(() => (b.of('sendAck').length === 40 ? true : undefined));
    await a.until(() => (a.of('sendAck').length === 48 ? true : undefined));
    const rows = await log(conversationId);
    expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 80 }, (_, i) => i + 1));
    expect(rows.map((row) => row.n)).toEqual(rows.map((row) => row.seq));
    expect(new Set(rows.map((row) => row.id))).toEqual(new Set(ids));
  });

  test('SEND-6 one connection’s sends are stored in the order of their arrival', async () => {
    const { ann, conversationId } = await pair();
    const a = await Client.connect(ann);
    const ids = Array.from({ length: 50 }, (_, i) => a.say(conversationId, `${i}`));
    await a.until(() => (a.of('sendAck').length === 50 ? true : undefined));
    expect((await log(conversationId)).map((row) => row.id)).toEqual(ids);
    expect(a.of('sendAck').map((ack) => ack.clientMsgId)).toEqual(ids);
  });

  test('SEND-8 a malformed, oversized or too fast frame gets one error and costs nothing', async () => {
    const { ann, ben, conversationId } = await pair();
    const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
    const bad: [string | ArrayBuffer, string][] = [
      ['not json', 'bad_frame'],
      ['[]', 'bad_frame'],
      ['{"type":"dance"}', 'bad_frame'],
      [new ArrayBuffer(8), 'bad_frame'],
      [JSON.stringify({ type: 'send', clientMsgId: 'x', conversationId, body: { kind: 'text', text: 'hi' } }), 'bad_frame'],
      [JSON.stringify({ type: 'send', clientMsgId: crypto.randomUUID(), conversationId, body: { kind: 'text', text: '' } }), 'bad_frame'],
      [
        JSON.stringify({ type: 'send', clientMsgId: crypto.randomUUID(), conversationId, body: { kind: 'text', text: '好'.repeat(4001) } }),
        'bad_frame',
      ],
      [
        JSON.stringify({ type: 'send', clientMsgId: crypto.randomUUID(), conversationId, body: { kind: 'text', text: '\ud800' } }),
        'bad_frame',
      ],
      [
        JSON.stringify({
          type: 'send',
          clientMsgId: crypto.randomUUID(),
          conversationId,
          body: { kind: 'system', event: { event: 'dissolved' } },
        }),
        'bad_frame',
      ],
      ['x'.repeat(64 * 1024 + 1), 'too_large'],
      ['好'.repeat(22_000), 'too_large'],
    ];
    for (const [raw, code] of bad) {
      const before = a.of('error').length;
      a.sendRaw(raw);
      const error = await a.until(() => a.of('error')[before]);
      expect([error.code, error.retryable]).toEqual([code, false]);
    }
    expect(await log(conversationId)).toEqual([]);
    // Far more than the burst: a slow machine refills the allowance while it sends.
    for (let i = 0; i < 300; i++) a.say(conversationId, `${i}`);
    const limited = await a.next('error', (e) => e.code === 'rate_limited');
    expect(limited.retryAfterMs).toBeGreaterThan(0);
    expect(limited.clientMsgId).toBeDefined();
    b.say(conversationId, 'unharmed');
    await b.next('sendAck');
    expect(a.closed).toBeUndefined();
  });

  test('SEND-8 4,000 characters are stored byte for byte, whatever they are', async () => {
    const { ann, ben, conversationId } = await pair();
    const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
    const texts = [
      '👩‍👩‍👧'.repeat(800),
      ' \u0000\u0001\u202e\ufeff\r\n\t ',
      "'; DROP TABLE entries; --",
      'e\u0301 \u00e9',
      '好'.repeat(4000),
    ];
    for (const text of texts) a.say(conversationId, text);
    const got = await b.until(() => (b.of('message').length === texts.length ? b.of('message') : undefined));
    expect(got.map(({ message }) => message.body.kind === 'text' && message.body.text)).toEqual(texts);
    b.send({ type: 'pull', requestId: 'r', conversationId, afterSeq: 0 });
    const pulled = await b.next('pulled');
    expect(pulled.messages).toEqual(got.map((push) => push.message));
  });

  test('CONN-1 the sender is the session’s user, whatever the frame says', async () => {
    const { ann, ben, conversationId } = await pair();
    const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
    a.sendRaw(
      JSON.stringify({
        type: 'send',
        clientMsgId: crypto.randomUUID(),
        conversationId,
        senderId: ben.id,
        seq: 99,
        body: { kind: 'text', text: 'I am Ben' },
      }),
    );
    expect((await b.next('message')).message).toMatchObject({ senderId: ann.id, seq: 1 });
  });

  test('CONN-9 an ended session sends, reads and pulls nothing while its socket is open', async () => {
    const { ann, conversationId } = await pair();
    const [a, b, c] = [await Client.connect(ann), await Client.connect(ann), await Client.connect(ann)];
    await env.DB.prepare('DELETE FROM sessions WHERE id = ?').bind(ann.sessionId).run();
    a.say(conversationId, 'ghost');
    expect((await a.close()).code).toBe(4001);
    expect((await a.next('error')).code).toBe('unauthenticated');
    b.send({ type: 'pull', requestId: 'r', conversationId, afterSeq: 0 });
    expect((await b.close()).code).toBe(4001);
    c.send({ type: 'read', conversationId, seq: 1 });
    expect((await c.close()).code).toBe(4001);
    expect(await log(conversationId)).toEqual([]);
  });

  test('FAN-4 the sender’s other devices get the message, the sending one only the ack', async () => {
    const { ann, conversationId } = await pair();
    const [phone, laptop] = [await Client.connect(ann), await Client.connect(ann)];
    phone.say(conversationId, 'from my phone');
    expect((await laptop.next('message')).message.senderId).toBe(ann.id);
    await phone.next('sendAck');
    await settle();
    expect(phone.of('message')).toEqual([]);
  });
});
