import { describe, expect, test } from 'vitest';
import type { ChangeRequest } from '../../protocol/up';
import { appendSends } from '../../worker/store/log/append';
import { add, people } from './groups';
import { Client, env, type Person, pair } from './people';
import { group } from './talk';

const sendOf = (who: Person, conversationId: string, text: string, clientMsgId: string = crypto.randomUUID()) => ({
  conversationId,
  senderId: who.id,
  sessionId: who.sessionId,
  clientMsgId,
  body: JSON.stringify({ kind: 'text', text }),
  replyTo: null,
  countable: true,
  mentions: [],
});

/** Ann and Ben talk; Cleo joins after Ann's first message. All are online. */
async function withLatecomer() {
  const [ann, ben, cleo] = await people('Ann', 'Ben', 'Cleo');
  const id = await group(ann, [ben]);
  const [a, b, c] = [await Client.connect(ann), await Client.connect(ben), await Client.connect(cleo)];
  const old = a.say(id, 'said before Cleo came');
  const { seq: oldSeq } = await a.next('sendAck');
  await add(ann, id, cleo);
  await c.next('message', ({ message }) => message.body.kind === 'system');
  return { ann, ben, cleo, id, a, b, c, old, oldSeq };
}

describe('a repeat of an old message and a new message in one batch', () => {
  test('FAN-2 FAN-7 a member who joined in between gets the new message, not the old one', async () => {
    const { id, a, b, c, old, oldSeq } = await withLatecomer();
    // The first is stored alone; the other two wait for it and share the next batch.
    a.say(id, 'first');
    a.say(id, 'said before Cleo came', old);
    const fresh = a.say(id, 'new');
    const { seq } = await a.next('sendAck', (ack) => ack.clientMsgId === fresh);
    for (const client of [b, c]) await client.next('message', ({ message }) => message.seq === seq);
    const last = a.say(id, 'last');
    const { seq: lastSeq } = await a.next('sendAck', (ack) => ack.clientMsgId === last);
    await c.next('message', ({ message }) => message.seq === lastSeq);
    expect(c.of('message').map(({ message }) => message.seq)).toEqual([oldSeq + 1, oldSeq + 2, seq, lastSeq]);
    expect(b.of('message').filter(({ message }) => message.clientMsgId === old)).toHaveLength(2);
  });

  test('FAN-7 the audiences of a batch separate members who see all of it from those who see a part', async () => {
    const { ann, ben, cleo, id, old, oldSeq } = await withLatecomer();
    const repeat = sendOf(ann, id, 'said before Cleo came', old);
    const alone = await appendSends(env.DB, [sendOf(ben, id, 'alone')]);
    expect(new Set(alone.audience.get(id))).toEqual(new Set([ann.id, ben.id, cleo.id]));
    expect(alone.latecomers.size).toBe(0);
    const mixed = await appendSends(env.DB, [repeat, sendOf(ben, id, 'from somebody else')]);
    expect(mixed.results).toMatchObject([{ ok: true, seq: oldSeq }, { ok: true }]);
    expect(new Set(mixed.audience.get(id))).toEqual(new Set([ann.id, ben.id]));
    expect(mixed.latecomers.get(id)).toEqual([[cleo.id, oldSeq]]);
    const onlyOld = await appendSends(env.DB, [repeat]);
    expect(new Set(onlyOld.audience.get(id))).toEqual(new Set([ann.id, ben.id]));
    expect(onlyOld.latecomers.size).toBe(0);
  });
});

describe('SEND-3 a repeat of a message that was changed meanwhile', () => {
  test.each([
    ['edited', { kind: 'edit', body: { kind: 'text', text: 'first' } }, { body: { text: 'first' }, editedAt: expect.any(Number) }],
    ['reacted to', { kind: 'reaction', emoji: '👍', on: true }, { body: { text: 'frist' }, reactions: [{ emoji: '👍' }] }],
    ['pinned', { kind: 'pin', on: true }, { body: { text: 'frist' }, pinnedAt: expect.any(Number) }],
  ] as const)('%s is pushed as it is now, and acked as it was stored', async (_, wanted, present) => {
    const { ann, ben, conversationId } = await pair();
    const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
    const clientMsgId = a.say(conversationId, 'frist');
    const first = await a.next('sendAck');
    const change = crypto.randomUUID();
    const request = { ...wanted, targetSeq: first.seq } as ChangeRequest;
    a.send({ type: 'change', clientMsgId: change, conversationId, change: request });
    await a.next('sendAck', (ack) => ack.clientMsgId === change);
    a.say(conversationId, 'frist', clientMsgId);
    await b.until(() => b.of('message')[1]);
    expect(b.of('message').map(({ message }) => message)).toMatchObject([
      { seq: first.seq, body: { text: 'frist' } },
      { seq: first.seq, ...present },
    ]);
    expect(a.of('sendAck').filter((ack) => ack.clientMsgId === clientMsgId)).toEqual([first, first]);
  });
});
