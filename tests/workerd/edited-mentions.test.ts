import { describe, expect, test } from 'vitest';
import { at, people, role, see } from './groups';
import { Client, env, type Person, settle } from './people';
import { call, group, type Speaker } from './talk';

const names = (text: string, ...mentions: string[]) => ({ kind: 'text' as const, text, mentions });

async function birds() {
  const [ann, ben, cleo] = await people('Ann', 'Ben', 'Cleo');
  const id = await group(ann, [ben, cleo]);
  const [a, b, c] = [await Client.connect(ann), await Client.connect(ben), await Client.connect(cleo)];
  const say = async (client: Client, ...mentions: string[]) => {
    const clientMsgId = crypto.randomUUID();
    client.send({ type: 'send', clientMsgId, conversationId: id, body: names('hello', ...mentions) });
    return { clientMsgId, seq: (await client.next('sendAck', (ack) => ack.clientMsgId === clientMsgId)).seq };
  };
  /** What the edit is answered with: its seq, or the code of the refusal. */
  const edit = async (client: Client, targetSeq: number, ...mentions: string[]) => {
    const clientMsgId = crypto.randomUUID();
    const body = names('hello again', ...mentions);
    client.send({ type: 'change', clientMsgId, conversationId: id, change: { kind: 'edit', targetSeq, body } });
    const is = (frame: { clientMsgId?: string | undefined }) => frame.clientMsgId === clientMsgId;
    return client.until(() => client.of('sendAck').find(is)?.seq ?? client.of('error').find(is)?.code);
  };
  return { ann, ben, cleo, id, a, b, c, say, edit };
}

const mentionsOf = async (who: Speaker, id: string) => (await see(who, id)).mentions;
const placesOf = async (who: Speaker, id: string) => (await call(who, 'GET', at(id, '/mentions'))).json.seqs;
const told = (client: Client, id: string, mentions: number) =>
  client.until(() => client.of('conversation').findLast((push) => push.conversation.id === id && push.conversation.mentions === mentions));
const rows = async (id: string, who: Person | '*') =>
  (
    await env.DB.prepare('SELECT seq FROM mentions WHERE conversation_id = ?1 AND user_id = ?2')
      .bind(id, who === '*' ? '*' : who.id)
      .all<{ seq: number }>()
  ).results.map(({ seq }) => seq);

describe('READ-6 mentions follow edits', () => {
  test('an edit adds and removes mentions and notifies those users', async () => {
    const { ben, cleo, id, a, b, c, say, edit } = await birds();
    const { seq } = await say(a, cleo.id);
    expect([await mentionsOf(ben, id), await mentionsOf(cleo, id)]).toEqual([0, 1]);
    await edit(a, seq, ben.id);
    await told(b, id, 1);
    await told(c, id, 0);
    expect([await placesOf(ben, id), await placesOf(cleo, id)]).toEqual([[seq], []]);
    await edit(a, seq);
    await told(b, id, 0);
    expect([await rows(id, ben), await rows(id, cleo)]).toEqual([[], []]);
  });

  test('the change comes before the summary that counts it', async () => {
    const { ben, id, a, b, say, edit } = await birds();
    const { seq } = await say(a);
    const changeSeq = await edit(a, seq, ben.id);
    await told(b, id, 1);
    const order = b.frames.flatMap((frame) => (frame.type === 'change' || frame.type === 'conversation' ? [frame.type] : []));
    expect(b.of('change').map(({ change }) => change.seq)).toEqual([changeSeq]);
    expect(order.slice(-2)).toEqual(['change', 'conversation']);
  });

  test('an edit with the same mentions sends no summary', async () => {
    const { ben, id, a, b, say, edit } = await birds();
    const { seq } = await say(a, ben.id);
    await b.next('message', ({ message }) => message.seq === seq);
    const before = b.of('conversation').length;
    await edit(a, seq, ben.id);
    await b.next('change');
    await settle();
    expect(b.of('conversation').length).toBe(before);
    expect(await mentionsOf(ben, id)).toBe(1);
  });

  test('only an admin’s edit may mention everyone', async () => {
    const { ann, ben, cleo, id, a, b, c, say, edit } = await birds();
    const { seq } = await say(b);
    expect(await edit(b, seq, '*')).toBe('not_allowed');
    expect(await mentionsOf(cleo, id)).toBe(0);
    await role(ann, id, ben, 'admin');
    expect(await edit(b, seq, '*')).toEqual(expect.any(Number));
    for (const client of [a, c]) await told(client, id, 1);
    await edit(b, seq);
    for (const client of [a, c]) await told(client, id, 0);
    expect(await rows(id, '*')).toEqual([]);
  });

  test('SEND-3 a repeat of the first wording brings no mention back', async () => {
    const { cleo, id, a, say, edit } = await birds();
    const { clientMsgId, seq } = await say(a, cleo.id);
    await edit(a, seq);
    a.send({ type: 'send', clientMsgId, conversationId: id, body: names('hello', cleo.id) });
    await a.until(() => a.of('sendAck').filter((ack) => ack.clientMsgId === clientMsgId)[1]);
    expect(await mentionsOf(cleo, id)).toBe(0);
  });

  test('an edit does not mention former or later members', async () => {
    const { ann, ben, cleo, id, a, say, edit } = await birds();
    const [dan] = await people('Dan');
    const { seq } = await say(a);
    await call(ann, 'DELETE', at(id, `/members/${ben.id}`));
    await call(ann, 'POST', at(id, '/members'), { userIds: [dan.id] });
    await edit(a, seq, ben.id, dan.id, cleo.id, 'nobody');
    expect([await rows(id, ben), await rows(id, dan), await rows(id, cleo)]).toEqual([[], [], [seq]]);
    expect(await mentionsOf(dan, id)).toBe(0);
  });

  test('a recall removes the mention of an edit and notifies the mentioned user', async () => {
    const { ben, cleo, id, a, b, say, edit } = await birds();
    const { seq } = await say(a, cleo.id);
    await edit(a, seq, ben.id);
    await told(b, id, 1);
    a.send({ type: 'change', clientMsgId: crypto.randomUUID(), conversationId: id, change: { kind: 'recall', targetSeq: seq } });
    await told(b, id, 0);
    expect([await rows(id, ben), await rows(id, cleo)]).toEqual([[], []]);
  });
});
