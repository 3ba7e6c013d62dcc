import { describe, expect, test } from 'vitest';
import type { ChangeRequest, Up } from '../../protocol/up';
import { readPage } from '../../worker/store/log/pages';
import { Client, direct, env, type Person, person, settle } from './people';
import { block } from './talk';

const text = (value: string) => ({ kind: 'text', text: value }) as const;

function change(client: Client, conversationId: string, wanted: ChangeRequest, clientMsgId: string = crypto.randomUUID()): string {
  client.send({ type: 'change', clientMsgId, conversationId, change: wanted });
  return clientMsgId;
}

async function pair() {
  const [ann, ben] = [await person('Ann'), await person('Ben')];
  const conversationId = await direct(ann, ben);
  const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
  return { ann, ben, conversationId, a, b };
}

async function say(client: Client, conversationId: string, body: string) {
  const id = client.say(conversationId, body);
  return client.next('sendAck', (ack) => ack.clientMsgId === id);
}

async function messagesOf(who: Person, conversationId: string) {
  const result = await readPage(env.DB, who.id, null, { conversationId, after: 0, limit: 100 });
  if (!result.ok) throw new Error(result.because);
  return result.page.messages;
}

const unblock = (who: Person, whom: Person) =>
  env.DB.prepare('DELETE FROM blocks WHERE user_id = ?1 AND blocked_id = ?2').bind(who.id, whom.id).run();

describe('refused changes', () => {
  test('SEND-4 a change repeated with another target is refused and leaves that target alone', async () => {
    const { ben, conversationId, a, b } = await pair();
    await say(a, conversationId, 'mine');
    await say(b, conversationId, 'yours');
    for (const wanted of [
      { kind: 'edit', targetSeq: 1, body: text('said by Ann') },
      { kind: 'pin', targetSeq: 1, on: true },
      { kind: 'recall', targetSeq: 1 },
    ] as const) {
      const id = change(a, conversationId, wanted);
      await a.next('sendAck', (ack) => ack.clientMsgId === id);
      change(a, conversationId, { ...wanted, targetSeq: 2 }, id);
      expect(await a.next('error', (error) => error.clientMsgId === id)).toMatchObject({ code: 'conflict' });
    }
    const yours = (await messagesOf(ben, conversationId)).find((message) => message.seq === 2);
    expect(yours).toMatchObject({ body: text('yours') });
    expect([yours?.editedAt, yours?.recalledAt, yours?.pinnedAt]).toEqual([undefined, undefined, undefined]);
  });

  test('SEND-4 a change repeated in another conversation is refused and leaves that conversation alone', async () => {
    const { conversationId, a } = await pair();
    const [cid, dan] = [await person('Cid'), await person('Dan')];
    const foreign = await direct(cid, dan);
    const c = await Client.connect(cid);
    await say(a, conversationId, 'mine');
    for (const body of ['theirs', 'theirs too']) await say(c, foreign, body);
    const id = change(a, conversationId, { kind: 'edit', targetSeq: 1, body: text('said by Ann') });
    await a.next('sendAck', (ack) => ack.clientMsgId === id);
    change(a, foreign, { kind: 'edit', targetSeq: 1, body: text('said by Ann') }, id);
    await a.next('error', (error) => error.clientMsgId === id);
    expect((await messagesOf(cid, foreign)).map((message) => message.body)).toEqual([text('theirs'), text('theirs too')]);
  });

  test('SEND-4 a refused repeat with other mentions mentions nobody', async () => {
    const { ben, conversationId, a } = await pair();
    const clientMsgId = crypto.randomUUID();
    a.send({ type: 'send', clientMsgId, conversationId, body: text('hello') });
    await a.next('sendAck');
    a.send({ type: 'send', clientMsgId, conversationId, body: { ...text('hello'), mentions: [ben.id] } });
    expect((await a.next('error')).code).toBe('conflict');
    const { results } = await env.DB.prepare('SELECT * FROM mentions WHERE conversation_id = ?').bind(conversationId).all();
    expect(results).toEqual([]);
  });

  test('a repeat of a recalled message restores no mention', async () => {
    const { ben, conversationId, a } = await pair();
    const clientMsgId = crypto.randomUUID();
    const frame = { type: 'send', clientMsgId, conversationId, body: { ...text('hello'), mentions: [ben.id] } } satisfies Up;
    a.send(frame);
    await a.next('sendAck');
    const recall = change(a, conversationId, { kind: 'recall', targetSeq: 1 });
    await a.next('sendAck', (ack) => ack.clientMsgId === recall);
    a.send(frame);
    await a.until(() => a.of('sendAck')[2]);
    const { results } = await env.DB.prepare('SELECT * FROM mentions WHERE conversation_id = ?').bind(conversationId).all();
    expect(results).toEqual([]);
  });
});

describe('messages of a blocked user stay hidden', () => {
  test('a repeat in a batch with a hidden message does not expose it', async () => {
    const { ann, ben, conversationId, a, b } = await pair();
    const id = a.say(conversationId, 'before');
    await b.next('message');
    await block(ben, ann);
    // The first of these is under way when the other two come: they share the next batch.
    a.say(conversationId, 'hidden 1');
    a.say(conversationId, 'before', id);
    a.say(conversationId, 'hidden 2');
    await a.until(() => (a.of('sendAck').length === 4 ? true : undefined));
    await settle();
    expect(b.of('message').filter((push) => push.message.seq > 1)).toEqual([]);
  });

  test('changes of hidden messages stay hidden after the unblock', async () => {
    const { ann, ben, conversationId, a, b } = await pair();
    await say(a, conversationId, 'before');
    await block(ben, ann);
    await say(a, conversationId, 'hidden');
    await unblock(ben, ann);
    for (const wanted of [
      { kind: 'reaction', targetSeq: 2, emoji: '👍', on: true },
      { kind: 'edit', targetSeq: 2, body: text('hidden, edited') },
      { kind: 'recall', targetSeq: 2 },
    ] as const) {
      const id = change(a, conversationId, wanted);
      await a.next('sendAck', (ack) => ack.clientMsgId === id);
    }
    await settle();
    expect(b.of('change')).toEqual([]);
    b.send({ type: 'pull', requestId: 'r', conversationId, afterSeq: 0 });
    const { messages, changes } = await b.next('pulled');
    expect(messages.map((message) => message.seq)).toEqual([1]);
    expect(changes.map((one) => one.kind)).toEqual(['hidden', 'hidden', 'hidden', 'hidden']);
    expect((await messagesOf(ann, conversationId)).find((message) => message.seq === 2)?.recalledAt).toBeDefined();
  });

  test('READ-4 a block stops read receipts in both directions', async () => {
    const { ann, ben, conversationId, a, b } = await pair();
    await say(a, conversationId, 'one');
    await say(b, conversationId, 'two');
    await block(ben, ann);
    a.send({ type: 'read', conversationId, seq: 2 });
    b.send({ type: 'read', conversationId, seq: 2 });
    await say(a, conversationId, 'hidden');
    b.send({ type: 'read', conversationId, seq: 3 });
    await settle();
    const told = (client: Client, by: Person) =>
      client.of('receipt').filter((receipt) => receipt.kind === 'read' && receipt.userId === by.id);
    expect([told(a, ben), told(b, ann)]).toEqual([[], []]);
  });

  test('a hidden message cannot be changed, as if it did not exist', async () => {
    const { ann, ben, conversationId, a, b } = await pair();
    await say(a, conversationId, 'before');
    await block(ben, ann);
    await say(a, conversationId, 'hidden');
    change(b, conversationId, { kind: 'reaction', targetSeq: 2, emoji: '👍', on: true });
    const hidden = await b.until(() => b.of('error')[0]);
    change(b, conversationId, { kind: 'reaction', targetSeq: 99, emoji: '👍', on: true });
    const none = await b.until(() => b.of('error')[1]);
    expect([hidden.code, hidden.message]).toEqual([none.code, none.message]);
  });
});

describe('characters', () => {
  test.each(['a\u0000b', '\u0000', '"\\', '\u202e', "'; --"])(
    'SEND-8 the reaction %j comes back as it was set, or is refused',
    async (emoji) => {
      const { conversationId, a, b } = await pair();
      await say(a, conversationId, 'one');
      const id = change(a, conversationId, { kind: 'reaction', targetSeq: 1, emoji, on: true });
      const answer = await a.until(() => a.of('sendAck').find((ack) => ack.clientMsgId === id) ?? a.of('error')[0]);
      if (answer.type === 'error') return expect(answer.code).toBe('bad_frame');
      b.send({ type: 'pull', requestId: 'r', conversationId, afterSeq: 0 });
      const { messages, changes } = await b.next('pulled');
      expect(messages[0]?.reactions?.map((reaction) => reaction.emoji)).toEqual([emoji]);
      expect(changes[0]).toMatchObject({ emoji });
    },
  );

  test('SEND-8 an edit and a message with NUL, quotes and signs of every plane are kept byte for byte', async () => {
    const { ben, conversationId, a } = await pair();
    const odd = '\u0000"\\\n\u2028\ud83d\ude00\u0007\uffff<>&\u0000';
    await say(a, conversationId, odd);
    const id = change(a, conversationId, { kind: 'edit', targetSeq: 1, body: text(`${odd}!`) });
    await say(a, conversationId, odd);
    await a.next('sendAck', (ack) => ack.clientMsgId === id);
    expect((await messagesOf(ben, conversationId)).map((message) => message.body)).toEqual([text(`${odd}!`), text(odd)]);
  });
});
