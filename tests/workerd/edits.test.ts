import { describe, expect, test } from 'vitest';
import { Client } from './people';
import { block, call, group, speaker } from './talk';

const text = (value: string) => ({ kind: 'text', text: value }) as const;

async function edited() {
  const [ann, ben, eve] = [await speaker('Ann'), await speaker('Ben'), await speaker('Eve')];
  const id = await group(ann, [ben, eve]);
  const a = await Client.connect(ann);
  const say = async (value: string) => {
    const clientMsgId = a.say(id, value);
    return (await a.next('sendAck', (ack) => ack.clientMsgId === clientMsgId)).seq;
  };
  const change = async (wanted: { kind: 'edit'; text: string } | { kind: 'recall' }, seq: number) => {
    const clientMsgId = crypto.randomUUID();
    const body = wanted.kind === 'edit' ? { kind: 'edit' as const, body: text(wanted.text) } : { kind: 'recall' as const };
    a.send({ type: 'change', clientMsgId, conversationId: id, change: { ...body, targetSeq: seq } });
    await a.next('sendAck', (ack) => ack.clientMsgId === clientMsgId);
  };
  const seq = await say('helo');
  await change({ kind: 'edit', text: 'hello' }, seq);
  const wordings = async (who: typeof ann) => {
    const { json, code } = await call(who, 'GET', `/api/conversations/${id}/messages/${seq}/edits`);
    return code ?? json.edits.map((edit: { body: { text: string } }) => edit.body.text);
  };
  return { ann, ben, eve, id, seq, say, change, wordings, at: `/api/conversations/${id}/messages/${seq}` };
}

describe('the history of edits', () => {
  test('begins with the original and has every wording with its time', async () => {
    const { ben, seq, say, change, at } = await edited();
    await say('another');
    await change({ kind: 'edit', text: 'hello!' }, seq);
    const { edits } = (await call(ben, 'GET', `${at}/edits`)).json;
    expect(edits.map((edit: { body: unknown }) => edit.body)).toEqual([text('helo'), text('hello'), text('hello!')]);
    const times = edits.map((edit: { at: number }) => edit.at);
    expect(times).toEqual([...times].sort());
    expect(times[0]).toBeGreaterThan(Date.now() - 60_000);
  });

  test('a former member sees no later wording', async () => {
    const { ann, eve, id, seq, change, wordings } = await edited();
    await call(ann, 'DELETE', `/api/conversations/${id}/members/${eve.id}`);
    await change({ kind: 'edit', text: 'LATER' }, seq);
    expect(await wordings(eve)).toEqual(['helo', 'hello']);
    expect(await wordings(ann)).toEqual(['helo', 'hello', 'LATER']);
  });

  test('recalled, deleted and invisible messages have no history', async () => {
    const { ann, ben, id, seq, at, change, wordings } = await edited();
    expect((await call(ben, 'DELETE', at)).status).toBe(204);
    expect(await wordings(ben)).toBe('not_found');
    expect(await wordings(await speaker('stranger'))).toBe('not_found');
    const late = await speaker('Late');
    await call(ann, 'POST', `/api/conversations/${id}/members`, { userIds: [late.id] });
    expect(await wordings(late)).toBe('not_found');
    await change({ kind: 'recall' }, seq);
    expect(await wordings(ann)).toBe('not_found');
  });

  test('the inbox of others never shows a blocked user’s messages', async () => {
    const { ann, ben } = await edited();
    const opened = await call(ann, 'POST', '/api/conversations', { kind: 'direct', userId: ben.id });
    const direct = opened.json.conversation.id;
    await block(ben, ann);
    const a = await Client.connect(ann);
    const clientMsgId = a.say(direct, 'HIDDEN');
    const { seq } = await a.next('sendAck', (ack) => ack.clientMsgId === clientMsgId);
    const path = `/api/conversations/${direct}/messages/${seq}/edits`;
    expect((await call(ben, 'GET', path)).code).toBe('not_found');
    expect((await call(ann, 'GET', path)).json.edits).toHaveLength(1);
  });
});
