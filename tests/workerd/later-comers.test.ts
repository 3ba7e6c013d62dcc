import { expect, test } from 'vitest';
import type { ChangeRequest } from '../../protocol/up';
import { add, assertSound, at, people, see } from './groups';
import { Client, settle } from './people';
import { call, group } from './talk';

test('FAN-7 a later member gets no earlier message, whether repeated, edited, reacted to or pinned', async () => {
  const [ann, ben, carol] = await people('Ann', 'Ben', 'Carol');
  const id = await group(ann, [ben]);
  const [a, b, c] = [await Client.connect(ann), await Client.connect(ben), await Client.connect(carol)];
  const said = a.say(id, 'SECRET of old');
  a.say(id, 'SECRET too');
  await a.until(() => a.of('sendAck')[1]);
  const { cursor } = await (await Client.connect(carol)).next('welcome');
  await add(ann, id, carol);
  await c.next('message', (push) => push.message.seq === 4);

  const change = async (wanted: ChangeRequest) => {
    const clientMsgId = crypto.randomUUID();
    a.send({ type: 'change', clientMsgId, conversationId: id, change: wanted });
    return (await a.next('sendAck', (ack) => ack.clientMsgId === clientMsgId)).seq;
  };
  await change({ kind: 'edit', targetSeq: 2, body: { kind: 'text', text: 'SECRET, better said' } });
  await change({ kind: 'reaction', targetSeq: 3, emoji: '🤫', on: true });
  await change({ kind: 'pin', targetSeq: 3, on: true });
  const last = await change({ kind: 'recall', targetSeq: 3 });
  a.say(id, 'SECRET of old', said);
  await a.until(() => a.of('sendAck').filter((ack) => ack.clientMsgId === said)[1]);
  a.say(id, 'to all');
  expect((await c.next('message', (push) => push.message.seq === last + 1)).message.body).toEqual({ kind: 'text', text: 'to all' });
  await settle();

  expect(c.of('message').map((push) => push.message.seq)).toEqual([4, last + 1]);
  expect(b.of('change').map((push) => push.change.kind)).toEqual(['edit', 'reaction', 'pin', 'recall']);
  const page = (await call(carol, 'GET', at(id, '/messages'))).json;
  expect(page.messages.map((message: { seq: number }) => message.seq)).toEqual([4, last + 1]);
  // They keep their places, so that nothing seems to be missing.
  expect(page.changes.map(({ seq, kind }: { seq: number; kind: string }) => [seq, kind])).toEqual(
    [5, 6, 7, 8].map((seq) => [seq, 'hidden']),
  );
  const welcome = await (await Client.connect(carol, { cursor })).next('welcome');
  for (const seen of [c.frames, page, await see(carol, id), welcome]) {
    expect(JSON.stringify(seen)).not.toContain('SECRET');
    expect(JSON.stringify(seen)).not.toContain('🤫');
  }
  await assertSound(id);
});
