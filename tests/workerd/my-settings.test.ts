import { describe, expect, test } from 'vitest';
import type { ConversationSummary } from '../../protocol/records';
import { Client, direct, env, settle } from './people';
import { block, call, group, type Speaker, speaker } from './talk';

const at = (id: string, path = '') => `/api/conversations/${id}${path}`;
const set = (who: Speaker, id: string, patch: unknown) => call(who, 'PATCH', at(id, '/membership'), patch);
const see = async (who: Speaker, id: string): Promise<ConversationSummary> => (await call(who, 'GET', at(id))).json.conversation;
const total = async (who: Speaker) => (await (await Client.connect(who)).next('welcome')).unreadTotal;

async function pair() {
  const [ann, ben] = [await speaker('Ann'), await speaker('Ben')];
  return { ann, ben, id: await direct(ann, ben) };
}

/** Sends a text and waits until it is stored. */
async function say(client: Client, id: string, text: string): Promise<number> {
  const clientMsgId = client.say(id, text);
  return (await client.next('sendAck', (ack) => ack.clientMsgId === clientMsgId)).seq;
}

describe('my settings of a conversation', () => {
  test('READ-5 a muted conversation adds only mentions to the total, on all devices', async () => {
    const [ann, ben] = [await speaker('Ann'), await speaker('Ben')];
    const id = await group(ann, [ben]);
    const a = await Client.connect(ann);
    await say(a, id, 'one');
    const [phone, laptop] = [await Client.connect(ben), await Client.connect(ben)];
    expect(await total(ben)).toBe(1);
    const mutedUntil = Date.now() + 3_600_000;
    expect((await set(ben, id, { mutedUntil })).json.conversation).toMatchObject({ mutedUntil, unread: 1 });
    for (const device of [phone, laptop]) expect((await device.next('conversation')).conversation.mutedUntil).toBe(mutedUntil);
    expect(await total(ben)).toBe(0);
    a.send({
      type: 'send',
      clientMsgId: crypto.randomUUID(),
      conversationId: id,
      body: { kind: 'text', text: '@Ben', mentions: [ben.id] },
    });
    await a.until(() => a.of('sendAck')[1]);
    expect(await total(ben)).toBe(1);
    expect((await set(ben, id, { mutedUntil: null })).json.conversation.mutedUntil).toBeUndefined();
    expect(await total(ben)).toBe(2);
    await set(ben, id, { mutedUntil: Date.now() - 1 });
    expect((await see(ben, id)).mutedUntil).toBeUndefined();
  });

  test('the next message unarchives a conversation unless it is muted; a system message or a reaction does not', async () => {
    const [ann, ben] = [await speaker('Ann'), await speaker('Ben')];
    const id = await group(ann, [ben]);
    const a = await Client.connect(ann);
    expect((await set(ben, id, { archived: true, pinned: true })).json.conversation).toMatchObject({ archived: true, pinned: true });
    await call(ann, 'PATCH', at(id), { title: 'Renamed' });
    a.send({
      type: 'change',
      clientMsgId: crypto.randomUUID(),
      conversationId: id,
      change: { kind: 'reaction', targetSeq: 1, emoji: '👍', on: true },
    });
    await a.next('sendAck');
    expect((await see(ben, id)).archived).toBe(true);
    await say(a, id, 'hello');
    expect((await see(ben, id)).archived).toBe(false);
    await set(ben, id, { archived: true, mutedUntil: Date.now() + 3_600_000 });
    await say(a, id, 'hello again');
    expect((await see(ben, id)).archived).toBe(true);
    expect((await set(ben, id, { archived: false })).json.conversation.archived).toBe(false);
    const { ann: carol, ben: dan, id: empty } = await pair();
    expect((await set(carol, empty, { archived: true })).json.conversation.archived).toBe(true);
    await say(await Client.connect(dan), empty, 'hi');
    expect((await see(carol, empty)).archived).toBe(false);
  });

  test('marked unread by hand until it is read', async () => {
    const { ann, ben, id } = await pair();
    await say(await Client.connect(ann), id, 'one');
    const b = await Client.connect(ben);
    b.send({ type: 'read', conversationId: id, seq: 1 });
    await b.next('receipt');
    expect((await set(ben, id, { markedUnread: true })).json.conversation).toMatchObject({ markedUnread: true, unread: 0 });
    b.send({ type: 'read', conversationId: id, seq: 1 });
    await b.until(() => b.of('receipt')[1]);
    expect((await see(ben, id)).markedUnread).toBeUndefined();
  });

  test('cleared history is hidden and read for me, and untouched for others', async () => {
    const { ann, ben, id } = await pair();
    const a = await Client.connect(ann);
    for (const text of ['one', 'two', 'three']) await say(a, id, text);
    const b = await Client.connect(ben);
    expect((await call(ben, 'DELETE', at(id, '/history'))).status).toBe(204);
    const cleared = (await b.next('conversation')).conversation;
    expect(cleared).toMatchObject({ visibleAfterSeq: 3, unread: 0, readSeq: 3 });
    expect(cleared.lastMessage).toBeUndefined();
    expect((await call(ben, 'GET', at(id, '/messages'))).json).toEqual({ messages: [], changes: [], hasMore: false });
    expect((await call(ann, 'GET', at(id, '/messages'))).json.messages.length).toBe(3);
    await say(a, id, 'four');
    expect((await call(ben, 'GET', at(id, '/messages'))).json.messages.map((message: { seq: number }) => message.seq)).toEqual([4]);
    expect((await call(ben, 'DELETE', at((await pair()).id, '/history'))).code).toBe('not_found');
  });

  test('a removed conversation is empty and hidden until the next message, on every device', async () => {
    const { ann, ben, id } = await pair();
    const a = await Client.connect(ann);
    await say(a, id, 'one');
    await set(ben, id, { pinned: true });
    const b = await Client.connect(ben);
    expect((await call(ben, 'DELETE', at(id, '/membership'))).status).toBe(204);
    expect((await b.next('conversation')).conversation).toMatchObject({ hidden: true, visibleAfterSeq: 1, unread: 0, pinned: false });
    expect((await see(ann, id)).hidden).toBeUndefined();
    a.send({ type: 'change', clientMsgId: crypto.randomUUID(), conversationId: id, change: { kind: 'pin', targetSeq: 1, on: true } });
    await a.until(() => a.of('sendAck')[1]);
    expect((await see(ben, id)).hidden).toBe(true);
    await say(a, id, 'two');
    const back = await see(ben, id);
    expect([back.hidden, back.unread, back.lastMessage?.seq]).toEqual([undefined, 1, 3]);
    expect((await call(ben, 'DELETE', at((await pair()).id, '/membership'))).code).toBe('not_found');
  });

  test('an empty conversation and a left group can be removed from the list; joining again brings the group back', async () => {
    const { ann, id } = await pair();
    expect((await call(ann, 'DELETE', at(id, '/membership'))).status).toBe(204);
    expect((await see(ann, id)).hidden).toBe(true);
    const [carol, dan] = [await speaker('Carol'), await speaker('Dan')];
    const party = await group(carol, [dan]);
    await call(dan, 'DELETE', at(party, `/members/${dan.id}`));
    const d = await Client.connect(dan);
    expect((await call(dan, 'DELETE', at(party, '/membership'))).status).toBe(204);
    expect((await d.next('conversation')).conversation).toMatchObject({ hidden: true, removed: true });
    await call(carol, 'POST', at(party, '/members'), { userIds: [dan.id] });
    expect((await see(dan, party)).hidden).toBeUndefined();
  });

  test('one request deletes many messages for me, and one restores them', async () => {
    const { ann, ben, id } = await pair();
    const a = await Client.connect(ann);
    const seqs: number[] = [];
    for (let i = 0; i < 5; i++) seqs.push(await say(a, id, `m${i}`));
    const [phone] = [await Client.connect(ben)];
    const shown = async (who: Speaker) =>
      (await call(who, 'GET', at(id, '/messages'))).json.messages.map((message: { seq: number }) => message.seq);
    const gone = seqs.slice(1, 4);
    // Missing entries and entries that are not messages are skipped.
    expect((await call(ben, 'POST', at(id, '/messages/delete'), { seqs: [...gone, 999] })).status).toBe(204);
    expect([await shown(ben), await shown(ann)]).toEqual([[seqs[0], seqs[4]], seqs]);
    expect((await phone.next('conversation')).conversation.deletedSeqs).toEqual([...gone].reverse());
    expect(phone.of('conversation')).toHaveLength(1);
    expect((await call(ben, 'POST', at(id, '/messages/restore'), { seqs: gone })).status).toBe(204);
    expect(await shown(ben)).toEqual(seqs);
    expect((await call(ben, 'POST', at(id, '/messages/delete'), { seqs: [999] })).code).toBe('not_found');
    for (const bad of [[], Array.from({ length: 101 }, (_, i) => i + 1), ['1'], [0], [1.5]])
      expect((await call(ben, 'POST', at(id, '/messages/delete'), { seqs: bad })).code).toBe('bad_request');
  });

  test('a message deleted for me comes back when I change my mind', async () => {
    const { ann, ben, id } = await pair();
    await say(await Client.connect(ann), id, 'oops');
    await call(ben, 'DELETE', at(id, '/messages/1'));
    expect((await call(ben, 'GET', at(id, '/messages'))).json.messages).toEqual([]);
    const b = await Client.connect(ben);
    for (let i = 0; i < 2; i++) expect((await call(ben, 'PUT', at(id, '/messages/1'))).status).toBe(204);
    expect((await b.next('conversation')).conversation.deletedSeqs).toBeUndefined();
    expect((await call(ben, 'GET', at(id, '/messages'))).json.messages[0].body.text).toBe('oops');
    expect((await call(ben, 'PUT', at((await pair()).id, '/messages/1'))).code).toBe('not_found');
  });

  test('a message deleted for me leaves a place without text, on every device, also offline ones', async () => {
    const { ann, ben, id } = await pair();
    const a = await Client.connect(ann);
    for (const text of ['one', 'secret', 'three']) await say(a, id, text);
    a.send({
      type: 'change',
      clientMsgId: crypto.randomUUID(),
      conversationId: id,
      change: { kind: 'edit', targetSeq: 2, body: { kind: 'text', text: 'secret 2' } },
    });
    await a.until(() => a.of('sendAck')[3]);
    const b = await Client.connect(ben);
    const { cursor } = await b.next('welcome');
    expect((await call(ben, 'DELETE', at(id, '/messages/2'))).status).toBe(204);
    expect((await call(ben, 'DELETE', at(id, '/messages/2'))).status).toBe(204);
    expect((await b.next('conversation')).conversation.deletedSeqs).toEqual([2]);
    expect((await (await Client.connect(ben, { cursor })).next('welcome')).conversations[0]?.deletedSeqs).toEqual([2]);
    const { json } = await call(ben, 'GET', at(id, '/messages'));
    expect(JSON.stringify(json)).not.toContain('secret');
    expect([
      json.messages.map((m: { seq: number }) => m.seq),
      json.changes.map((c: { seq: number; kind: string }) => [c.seq, c.kind]),
    ]).toEqual([
      [1, 3],
      [
        [2, 'hidden'],
        [4, 'hidden'],
      ],
    ]);
    expect(JSON.stringify((await call(ann, 'GET', at(id, '/messages'))).json)).toContain('secret 2');
    await call(ben, 'DELETE', at(id, '/messages/3'));
    expect((await see(ben, id)).lastMessage?.seq).toBe(1);
    for (const seq of ['9', '0', 'x', '4']) expect((await call(ben, 'DELETE', at(id, `/messages/${seq}`))).code).toBe('not_found');
  });

  test('READ-6 unread mentions are listed once each, oldest first, until they are read or recalled', async () => {
    const [ann, ben, carol] = [await speaker('Ann'), await speaker('Ben'), await speaker('Carol')];
    const id = await group(ann, [ben, carol]);
    const client = await Client.connect(ann);
    const named = async (...mentions: string[]) => {
      const clientMsgId = crypto.randomUUID();
      client.send({ type: 'send', clientMsgId, conversationId: id, body: { kind: 'text', text: 'you', mentions } });
      return (await client.next('sendAck', (ack) => ack.clientMsgId === clientMsgId)).seq;
    };
    const mentions = async (who: Speaker) => (await call(who, 'GET', at(id, '/mentions'))).json.seqs;
    const [both, all] = [await named(ben.id, '*'), await named('*')];
    await say(client, id, 'nobody');
    const last = await named(ben.id);
    expect([await mentions(ben), await mentions(carol), await mentions(ann)]).toEqual([[both, all, last], [both, all], []]);
    expect((await see(ben, id)).mentions).toBe(3);
    const reader = await Client.connect(ben);
    reader.send({ type: 'read', conversationId: id, seq: both });
    await reader.next('receipt');
    expect(await mentions(ben)).toEqual([all, last]);
    const clientMsgId = crypto.randomUUID();
    client.send({ type: 'change', clientMsgId, conversationId: id, change: { kind: 'recall', targetSeq: all } });
    await client.next('sendAck', (ack) => ack.clientMsgId === clientMsgId);
    expect(await mentions(ben)).toEqual([last]);
    await call(ben, 'DELETE', at(id, '/history'));
    expect(await mentions(ben)).toEqual([]);
    expect((await call(await speaker(), 'GET', at(id, '/mentions'))).code).toBe('not_found');
  });

  test('small groups list readers, as far as both sides show receipts', async () => {
    const [ann, ben, carol] = [await speaker('Ann'), await speaker('Ben'), await speaker('Carol')];
    const id = await group(ann, [ben, carol]);
    const seq = await say(await Client.connect(ann), id, 'read this');
    const readers = async (who: Speaker) => (await call(who, 'GET', at(id, `/messages/${seq}/readers`))).json;
    expect(await readers(ann)).toEqual({ count: 0, userIds: [] });
    for (const who of [ben, carol]) {
      const client = await Client.connect(who);
      client.send({ type: 'read', conversationId: id, seq });
      await client.next('receipt');
    }
    expect((await readers(ann)).userIds.sort()).toEqual([ben.id, carol.id].sort());
    await env.DB.prepare(`UPDATE users SET settings = '{"readReceipts":false}' WHERE id = ?`).bind(carol.id).run();
    expect(await readers(ann)).toEqual({ count: 1, userIds: [ben.id] });
    expect((await call(carol, 'GET', at(id, `/messages/${seq}/readers`))).code).toBe('not_found');
    expect((await call(await speaker(), 'GET', at(id, `/messages/${seq}/readers`))).code).toBe('not_found');
    // The ticks follow whoever has read furthest, and shows it; who came later has not read what was said before.
    expect((await see(ann, id)).peerReadSeq).toBe(seq);
    const dan = await speaker('Dan');
    await call(ann, 'PATCH', at(id), { history: 'all' });
    await settle(5);
    await call(ann, 'POST', at(id, '/members'), { userIds: [dan.id] });
    expect(await readers(ann)).toEqual({ count: 1, userIds: [ben.id] });
    expect((await see(ann, id)).peerReadSeq).toBe(seq);
    expect((await see(carol, id)).peerReadSeq).toBeUndefined();
    // Neither do settings of one's own read anything, but who answers has read.
    await set(dan, id, { pinned: true });
    expect((await see(ann, id)).peerReadSeq).toBe(seq);
    const answered = await say(await Client.connect(dan), id, 'so I read');
    expect((await see(ann, id)).peerReadSeq).toBe(answered);
    await env.DB.prepare('UPDATE conversations SET member_count = 101 WHERE id = ?').bind(id).run();
    expect(await readers(ann)).toEqual({ count: 1 });
    expect((await see(ann, id)).peerReadSeq).toBeUndefined();
  });
});

describe('blocks', () => {
  test('nothing from a blocked user reaches the blocker: push, page, summary, unread, typing, receipts', async () => {
    const { ann, ben, id } = await pair();
    const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
    await say(a, id, 'before');
    await b.next('message');
    await block(ben, ann);
    const seq = await say(a, id, 'after');
    a.send({ type: 'typing', conversationId: id });
    a.send({ type: 'read', conversationId: id, seq });
    await settle();
    expect(b.of('message').map((push) => push.message.seq)).toEqual([1]);
    expect(b.of('typing')).toEqual([]);
    expect(await see(ben, id)).toMatchObject({ unread: 1, lastN: 1, lastMessage: { seq: 1 } });
    expect(await total(ben)).toBe(1);
    expect(JSON.stringify((await call(ben, 'GET', at(id, '/messages'))).json)).not.toContain('after');
    // The blocked one notices nothing: stored, acked, shown, and unread as if ignored.
    expect((await call(ann, 'GET', at(id, '/messages'))).json.messages.map((m: { seq: number }) => m.seq)).toEqual([1, 2]);
    b.send({ type: 'read', conversationId: id, seq: 2 });
    b.send({ type: 'typing', conversationId: id });
    await b.next('receipt', (receipt) => receipt.seq === 2);
    await settle();
    expect(a.of('receipt').filter((receipt) => receipt.userId === ben.id && receipt.kind === 'read')).toEqual([]);
    expect(a.of('typing')).toEqual([]);
    expect((await see(ann, id)).peerReadSeq).toBe(1);
    expect(await see(ann, id)).toMatchObject({ unread: 0, lastMessage: { seq: 2 } });
    b.say(id, 'I must not');
    expect((await b.next('error')).code).toBe('blocked');
  });
});
