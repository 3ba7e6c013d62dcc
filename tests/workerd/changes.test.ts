import { describe, expect, test } from 'vitest';
import type { ChangeRequest } from '../../protocol/up';
import { Client, direct, env, person } from './people';

async function talk() {
  const [ann, ben] = [await person('Ann'), await person('Ben')];
  const conversationId = await direct(ann, ben);
  const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
  a.say(conversationId, 'helo');
  await b.next('message');
  await a.next('sendAck');
  return { ann, ben, conversationId, a, b };
}

function change(client: Client, conversationId: string, wanted: ChangeRequest, clientMsgId: string = crypto.randomUUID()): string {
  client.send({ type: 'change', clientMsgId, conversationId, change: wanted });
  return clientMsgId;
}

async function page(client: Client, conversationId: string) {
  const requestId = crypto.randomUUID();
  client.send({ type: 'pull', requestId, conversationId, afterSeq: 0 });
  return client.next('pulled', (frame) => frame.requestId === requestId);
}

const text = (value: string) => ({ kind: 'text', text: value }) as const;

describe('changes', () => {
  test('SEND-5 an edit takes the next seq, raises no n, and is folded into its message', async () => {
    const { conversationId, a, b } = await talk();
    const id = change(a, conversationId, { kind: 'edit', targetSeq: 1, body: text('hello') });
    expect(await a.next('sendAck', (ack) => ack.clientMsgId === id)).toMatchObject({ seq: 2, n: 1 });
    const push = await b.next('change');
    expect(push).toMatchObject({ tid: 2, change: { kind: 'edit', seq: 2, n: 1, targetSeq: 1, body: text('hello') } });
    const { messages, changes } = await page(b, conversationId);
    expect(messages).toMatchObject([{ seq: 1, body: text('hello'), editedAt: push.change.createdAt }]);
    expect(changes).toEqual([push.change]);
    a.say(conversationId, 'next');
    expect((await b.next('message', (m) => m.message.seq === 3)).message.n).toBe(2);
  });

  test('SEND-3 a repeated change is stored once and gets the same answer; SEND-4 other content is refused', async () => {
    const { conversationId, a } = await talk();
    const id = change(a, conversationId, { kind: 'reaction', targetSeq: 1, emoji: '👍', on: true });
    const first = await a.next('sendAck', (ack) => ack.clientMsgId === id);
    change(a, conversationId, { kind: 'reaction', targetSeq: 1, emoji: '👍', on: true }, id);
    expect(await a.until(() => a.of('sendAck').filter((ack) => ack.clientMsgId === id)[1])).toEqual(first);
    change(a, conversationId, { kind: 'reaction', targetSeq: 1, emoji: '👎', on: true }, id);
    expect((await a.next('error')).code).toBe('conflict');
    expect((await page(a, conversationId)).messages[0]?.reactions).toEqual([{ emoji: '👍', userIds: [expect.any(String)] }]);
  });

  test('a recall deletes the text and its edits from storage', async () => {
    const { conversationId, a, b } = await talk();
    change(a, conversationId, { kind: 'edit', targetSeq: 1, body: text('secret') });
    await b.next('change');
    change(b, conversationId, { kind: 'reaction', targetSeq: 1, emoji: '😮', on: true });
    await a.next('change');
    change(a, conversationId, { kind: 'recall', targetSeq: 1 });
    await b.next('change', (push) => push.change.kind === 'recall');
    const { messages, changes } = await page(b, conversationId);
    expect(messages).toMatchObject([{ body: { kind: 'recalled' }, recalledAt: expect.any(Number) }]);
    expect(messages[0]?.reactions).toBeUndefined();
    expect(changes.map((c) => [c.seq, c.kind])).toEqual([
      [2, 'hidden'],
      [3, 'reaction'],
      [4, 'recall'],
    ]);
    const stored = await env.DB.prepare(
      "SELECT group_concat(body) || coalesce(group_concat(edited_body), '') AS all_text FROM entries WHERE conversation_id = ?",
    )
      .bind(conversationId)
      .first<{ all_text: string }>();
    expect(stored?.all_text).not.toMatch(/secret|helo/);
  });

  test('SEND-3 a repeat of a recalled message is acked and sent to nobody', async () => {
    const { conversationId, a, b } = await talk();
    const id = a.of('sendAck')[0]?.clientMsgId ?? '';
    change(a, conversationId, { kind: 'recall', targetSeq: 1 });
    await b.next('change');
    a.say(conversationId, 'helo', id);
    const again = await a.until(() => a.of('sendAck').filter((ack) => ack.clientMsgId === id)[1]);
    expect(again.seq).toBe(1);
    expect(b.of('message').length).toBe(1);
  });

  test('foreign, missing and too old messages cannot be changed', async () => {
    const { conversationId, a, b } = await talk();
    const stranger = await Client.connect(await person('Eve'));
    const refusals: [Client, ChangeRequest, string][] = [
      [b, { kind: 'edit', targetSeq: 1, body: text('mine') }, 'not_allowed'],
      [b, { kind: 'recall', targetSeq: 1 }, 'not_allowed'],
      [a, { kind: 'edit', targetSeq: 9, body: text('what') }, 'not_found'],
      [stranger, { kind: 'reaction', targetSeq: 1, emoji: '👍', on: true }, 'not_found'],
    ];
    for (const [client, wanted, code] of refusals) {
      const id = change(client, conversationId, wanted);
      expect((await client.next('error', (error) => error.clientMsgId === id)).code).toBe(code);
    }
    await env.DB.prepare('UPDATE entries SET created_at = created_at - 121000 WHERE conversation_id = ?').bind(conversationId).run();
    const late = change(a, conversationId, { kind: 'recall', targetSeq: 1 });
    expect((await a.next('error', (error) => error.clientMsgId === late)).code).toBe('not_allowed');
  });

  test('reactions of several people come and go, and are twenty kinds at most', async () => {
    const { ann, ben, conversationId, a, b } = await talk();
    const react = async (client: Client, emoji: string, on = true) => {
      const id = change(client, conversationId, { kind: 'reaction', targetSeq: 1, emoji, on });
      return client.until(() => [...client.of('sendAck'), ...client.of('error')].find((frame) => frame.clientMsgId === id));
    };
    await react(a, '👍');
    await react(b, '🎉');
    await react(b, '👍');
    await react(b, '🎉', false);
    expect((await page(a, conversationId)).messages[0]?.reactions).toEqual([{ emoji: '👍', userIds: [ann.id, ben.id] }]);
    const fruits = Array.from('🍇🍈🍉🍊🍋🍌🍍🥭🍎🍏🍐🍑🍒🍓🫐🥝🍅🫒🥥');
    for (const emoji of fruits) expect((await react(a, emoji)).type).toBe('sendAck');
    expect(await react(a, '🥑')).toMatchObject({ type: 'error', code: 'not_allowed' });
    expect((await react(b, '🍊')).type).toBe('sendAck');
  });

  test('SEND-9 a reaction is one emoji in any spelling', async () => {
    const { ann, ben, conversationId, a, b } = await talk();
    const react = async (client: Client, emoji: string, on = true) => {
      const id = change(client, conversationId, { kind: 'reaction', targetSeq: 1, emoji, on });
      return client.until(() => [...client.of('sendAck'), ...client.of('error')].find((frame) => frame.clientMsgId === id));
    };
    for (const emoji of ['not an emoji', ' ', '\u202e', '\u200b', '\n', '1', '👍👍'])
      expect(await react(a, emoji)).toMatchObject({ type: 'error', code: 'bad_frame' });
    const kiss = '👨🏽‍❤️‍💋‍👨🏽';
    expect((await react(a, kiss)).type).toBe('sendAck');
    await react(a, '❤');
    await react(b, '❤️');
    await react(a, '👍\ufe0f');
    await react(b, '👍');
    const both = [ann.id, ben.id].sort();
    expect((await page(a, conversationId)).messages[0]?.reactions).toEqual([
      { emoji: '❤️', userIds: both },
      { emoji: '👍', userIds: both },
      { emoji: kiss, userIds: [ann.id] },
    ]);
    await react(a, '❤', false);
    expect((await page(a, conversationId)).messages[0]?.reactions?.[0]).toEqual({ emoji: '❤️', userIds: [ben.id] });
  });

  test('SEND-9 an old reaction that is not an emoji is still shown and can be removed', async () => {
    const { ann, conversationId, a, b } = await talk();
    for (const emoji of ['❤', 'old text'])
      await env.DB.prepare('INSERT INTO reactions (conversation_id, seq, emoji, user_id, change_seq) VALUES (?, 1, ?, ?, 1)')
        .bind(conversationId, emoji, ann.id)
        .run();
    const shown = async () => (await page(b, conversationId)).messages[0]?.reactions?.map(({ emoji }) => emoji);
    expect(await shown()).toEqual(['old text', '❤️']);
    for (const emoji of ['❤️', 'old text']) {
      const id = change(a, conversationId, { kind: 'reaction', targetSeq: 1, emoji, on: false });
      await a.next('sendAck', (ack) => ack.clientMsgId === id);
    }
    expect(await shown()).toBeUndefined();
  });

  test('pins come and go', async () => {
    const { conversationId, a, b } = await talk();
    change(b, conversationId, { kind: 'pin', targetSeq: 1, on: true });
    await a.next('change');
    expect((await page(a, conversationId)).messages[0]?.pinnedAt).toBeGreaterThan(0);
    change(a, conversationId, { kind: 'pin', targetSeq: 1, on: false });
    await b.next('change');
    expect((await page(a, conversationId)).messages[0]?.pinnedAt).toBeUndefined();
  });
});
