import { describe, expect, test } from 'vitest';
import { appendSends } from '../../worker/store/log/append';
import { at, people } from './groups';
import { Client, env, type Person } from './people';
import { block, call, group, type Speaker } from './talk';

const sendOf = (who: Person, conversationId: string, text: string) => ({
  conversationId,
  senderId: who.id,
  sessionId: who.sessionId,
  clientMsgId: crypto.randomUUID(),
  body: JSON.stringify({ kind: 'text', text }),
  replyTo: null,
  countable: true,
  mentions: [],
});

const say = async (client: Client, id: string, text: string): Promise<number> => {
  const clientMsgId = client.say(id, text);
  return (await client.next('sendAck', (ack) => ack.clientMsgId === clientMsgId)).seq;
};

const pin = async (client: Client, id: string, targetSeq: number, on = true): Promise<void> => {
  const clientMsgId = crypto.randomUUID();
  client.send({ type: 'change', clientMsgId, conversationId: id, change: { kind: 'pin', targetSeq, on } });
  await client.next('sendAck', (ack) => ack.clientMsgId === clientMsgId);
};

const pinsOf = async (who: Speaker, id: string, query = '') => {
  const { json } = await call(who, 'GET', at(id, `/pins${query}`));
  return { seqs: json.messages.map((message: { seq: number }) => message.seq), hasMore: json.hasMore };
};

async function birds(...others: Person[]) {
  const [ann, ben] = await people('Ann', 'Ben');
  const id = await group(ann, [ben, ...others]);
  return { ann, ben, id, a: await Client.connect(ann), b: await Client.connect(ben) };
}

describe('the pins of a conversation', () => {
  test('SYNC-5 pins of any age are listed in pages that say whether there is more', async () => {
    const { ann, ben, id, a } = await birds();
    const pinned: number[] = [];
    for (let i = 0; i < 5; i++) {
      pinned.push(await say(a, id, `rule ${i}`));
      await say(a, id, 'chatter');
    }
    for (const seq of pinned) await pin(a, id, seq);
    await appendSends(
      env.DB,
      Array.from({ length: 200 }, (_, i) => sendOf(ann, id, `later ${i}`)),
    );
    expect(await pinsOf(ben, id)).toEqual({ seqs: pinned, hasMore: false });
    expect(await pinsOf(ben, id, '?limit=2')).toEqual({ seqs: pinned.slice(3), hasMore: true });
    expect(await pinsOf(ben, id, `?limit=3&before=${pinned[3]}`)).toEqual({ seqs: pinned.slice(0, 3), hasMore: false });
    const { messages } = (await call(ann, 'GET', at(id, '/pins?limit=1'))).json;
    expect(messages).toMatchObject([{ seq: pinned[4], senderId: ann.id, body: { text: 'rule 4' }, pinnedAt: expect.any(Number) }]);
  });

  test('pins follow unpins, edits and recalls', async () => {
    const { ben, id, a } = await birds();
    const [off, edited, recalled] = [await say(a, id, 'off'), await say(a, id, 'edit me'), await say(a, id, 'recall me')];
    for (const seq of [off, edited, recalled]) await pin(a, id, seq);
    await pin(a, id, off, false);
    for (const change of [
      { kind: 'edit', targetSeq: edited, body: { kind: 'text', text: 'edited' } },
      { kind: 'recall', targetSeq: recalled },
    ] as const) {
      const clientMsgId = crypto.randomUUID();
      a.send({ type: 'change', clientMsgId, conversationId: id, change });
      await a.next('sendAck', (ack) => ack.clientMsgId === clientMsgId);
    }
    expect((await call(ben, 'GET', at(id, '/pins'))).json.messages).toMatchObject([{ seq: edited, body: { text: 'edited' } }]);
  });

  test('FAN-5 FAN-7 pins exclude messages from before joining, pins from after leaving, and deleted or cleared messages', async () => {
    const { ann, ben, id, a } = await birds();
    const [cleo, dan] = await people('Cleo', 'Dan');
    const early = await say(a, id, 'early');
    await pin(a, id, early);
    await call(ann, 'POST', at(id, '/members'), { userIds: [cleo.id, dan.id] });
    const [middle, other] = [await say(a, id, 'middle'), await say(a, id, 'other')];
    for (const seq of [middle, other]) await pin(a, id, seq);
    const unpinned = await say(a, id, 'pinned when Dan is gone');
    await call(ann, 'DELETE', at(id, `/members/${dan.id}`));
    await pin(a, id, unpinned);
    expect((await pinsOf(ben, id)).seqs).toEqual([early, middle, other, unpinned]);
    expect((await pinsOf(cleo, id)).seqs).toEqual([middle, other, unpinned]);
    expect((await pinsOf(dan, id)).seqs).toEqual([middle, other]);
    await call(cleo, 'DELETE', at(id, `/messages/${other}`));
    expect((await pinsOf(cleo, id)).seqs).toEqual([middle, unpinned]);
    await call(ben, 'DELETE', at(id, '/history'));
    expect(await pinsOf(ben, id)).toEqual({ seqs: [], hasMore: false });
  });

  test('do not show what a blocked person pinned or wrote to the one who blocked them', async () => {
    const [ann, ben] = await people('Ann', 'Ben');
    const { conversation } = (await call(ann, 'POST', '/api/conversations', { kind: 'direct', userId: ben.id })).json;
    const a = await Client.connect(ann);
    await block(ben, ann);
    const hidden = await say(a, conversation.id, 'to nobody');
    await pin(a, conversation.id, hidden);
    expect((await pinsOf(ann, conversation.id)).seqs).toEqual([hidden]);
    expect((await pinsOf(ben, conversation.id)).seqs).toEqual([]);
  });
});
