import { evictDurableObject } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import { PROTOCOL_VERSION } from '../../protocol/version';
import { Client, direct, env, hubOf, type Person, pair } from './people';
import { call, speaker } from './talk';

const IMAGE = { kind: 'image', attachmentId: 'f1', width: 3, height: 2, mentions: { odd: true } };
const CALL_ENDED = { kind: 'system', event: { event: 'callEnded', durationMs: 5 } };
const VOTE = { choice: 2 };

interface Newer {
  readonly kind?: string;
  readonly body: object;
  readonly targetSeq?: number;
  readonly counts?: boolean;
}

/** Entries as a newer server left them in the log before it was rolled back. */
async function left(conversationId: string, sender: Person, entries: readonly Newer[]): Promise<void> {
  for (const { kind = 'message', body, targetSeq, counts = true } of entries) {
    await env.DB.prepare(
      `INSERT INTO entries (conversation_id, seq, n, message_seq, sender_id, client_msg_id, kind, body, target_seq, created_at)
        SELECT l.conversation_id, l.seq + 1, l.n + ?5, CASE WHEN ?3 = 'message' THEN l.seq + 1 ELSE l.message_seq END, ?2, ?7, ?3, ?4, ?6, ?8
        FROM entries l WHERE l.conversation_id = ?1 ORDER BY l.seq DESC LIMIT 1`,
    )
      .bind(conversationId, sender.id, kind, JSON.stringify(body), Number(counts), targetSeq ?? null, crypto.randomUUID(), Date.now())
      .run();
  }
}

const NEWER: readonly Newer[] = [
  { body: IMAGE },
  { kind: 'vote', body: VOTE, targetSeq: 1, counts: false },
  { body: CALL_ENDED, counts: false },
  { body: IMAGE },
];

describe('a server whose log holds unknown kinds', () => {
  async function scene() {
    const [ann, ben] = [await speaker('Ann'), await speaker('Ben')];
    const conversationId = await direct(ann, ben);
    const a = await Client.connect(ann);
    a.say(conversationId, 'one');
    await a.next('sendAck');
    await left(conversationId, ann, NEWER);
    return { ann, ben, a, conversationId };
  }

  test('GROW-1 delivers it unchanged in pages, pulls and the inbox, and counts by n', async () => {
    const { ben, conversationId } = await scene();
    const { json: page } = await call(ben, 'GET', `/api/conversations/${conversationId}/messages`);
    expect(page.messages.map(({ seq, n, body }: { seq: number; n: number; body: object }) => [seq, n, body])).toEqual([
      [1, 1, { kind: 'text', text: 'one' }],
      [2, 2, IMAGE],
      [4, 2, CALL_ENDED],
      [5, 3, IMAGE],
    ]);
    expect(page.changes).toMatchObject([{ seq: 3, n: 2, kind: 'vote', targetSeq: 1, ...VOTE }]);
    const { json: inbox } = await call(ben, 'GET', '/api/sync');
    expect(inbox.conversations).toMatchObject([{ lastSeq: 5, lastN: 3, unread: 3, lastMessage: { seq: 5, body: IMAGE } }]);
    const b = await Client.connect(ben);
    expect(b.of('welcome')).toMatchObject([{ unreadTotal: 3, conversations: [{ lastMessage: { body: IMAGE } }] }]);
    b.send({ type: 'pull', requestId: 'r', conversationId, afterSeq: 1 });
    const pulled = await b.next('pulled');
    expect({ messages: pulled.messages, changes: pulled.changes }).toEqual({ messages: page.messages.slice(1), changes: page.changes });
  });

  test('GROW-1 goes on: later messages follow, marks rise, and unread agrees with the log', async () => {
    const { a, ben, conversationId } = await scene();
    const b = await Client.connect(ben);
    a.say(conversationId, 'after');
    expect((await b.next('message')).message).toMatchObject({ seq: 6, n: 4 });
    b.send({ type: 'read', conversationId, seq: 4 });
    await b.next('receipt', ({ userId, readN }) => userId === ben.id && readN === 2);
    const { json } = await call(ben, 'GET', '/api/sync');
    expect(json.conversations[0].unread).toBe(2);
  });

  test('GROW-1 unknown messages can be reacted to, pinned and recalled, but not edited', async () => {
    const { a, conversationId } = await scene();
    const change = async (request: object) => {
      const clientMsgId = crypto.randomUUID();
      a.sendRaw(JSON.stringify({ type: 'change', clientMsgId, conversationId, change: request }));
      return a.until(() => [...a.of('sendAck'), ...a.of('error')].find((frame) => frame.clientMsgId === clientMsgId)?.type);
    };
    const edit = { kind: 'edit', targetSeq: 2, body: { kind: 'text', text: 'caption' } };
    expect([
      await change({ kind: 'reaction', targetSeq: 2, emoji: '👍', on: true }),
      await change({ kind: 'pin', targetSeq: 2, on: true }),
      await change(edit),
      await change({ kind: 'recall', targetSeq: 2 }),
      await change({ kind: 'recall', targetSeq: 4 }),
    ]).toEqual(['sendAck', 'sendAck', 'error', 'sendAck', 'error']);
    a.send({ type: 'pull', requestId: 'r', conversationId, afterSeq: 1, limit: 1 });
    expect((await a.next('pulled')).messages).toMatchObject([{ seq: 2, body: { kind: 'recalled' } }]);
  });

  test('GROW-1 a push whose body is read again from the log after an eviction arrives', { timeout: 20_000 }, async () => {
    const { ann, ben, conversationId } = await scene();
    const b = await Client.connect(ben, { autoAck: false });
    await hubOf(ben).deliver([
      { kind: 'message', conversationId, seq: 5, senderId: ann.id, json: JSON.stringify({ seq: 5, body: IMAGE }) },
      { kind: 'change', conversationId, seq: 3, json: '{}' },
    ]);
    await b.next('message');
    await evictDurableObject(hubOf(ben), { webSockets: 'hibernate' });
    const again = await b.next('message', ({ redelivery }) => redelivery === true, 12_000);
    expect(again.message).toMatchObject({ seq: 5, n: 3, body: IMAGE });
    expect((await b.next('change', ({ redelivery }) => redelivery === true)).change).toMatchObject({ seq: 3, kind: 'vote', ...VOTE });
  });
});

test('GROW-1 a setting of a newer server leaves the other settings unchanged', async () => {
  const ann = await speaker('Ann');
  await env.DB.prepare('UPDATE users SET settings = ?2 WHERE id = ?1')
    .bind(ann.id, JSON.stringify({ lastSeen: 'friends', directMessages: 'contacts', typing: false, notify: { push: true } }))
    .run();
  const { json } = await call(ann, 'GET', '/api/users/me');
  expect(json.user.settings).toEqual({ directMessages: 'contacts', typing: false });
});

describe('a server with a newer client', () => {
  test('GROW-2 an unknown frame type gets one bad_frame and an unknown field is ignored; the connection lives', async () => {
    const { ann, conversationId } = await pair();
    const client = await Client.connect(ann);
    client.sendRaw(JSON.stringify({ type: 'callAct', callId: 'c1', act: 'join', clientMsgId: 'm1' }));
    await client.next('error');
    const clientMsgId = crypto.randomUUID();
    const body = { kind: 'text', text: 'hi', effect: 'confetti' };
    client.sendRaw(JSON.stringify({ type: 'send', clientMsgId, conversationId, body, silent: true }));
    await client.next('sendAck');
    expect(client.of('error')).toMatchObject([{ code: 'bad_frame', retryable: false, clientMsgId: 'm1' }]);
    expect(client.closed).toBeUndefined();
  });

  test('GROW-2 an unknown kind of body is refused under its id, and later sends are stored', async () => {
    const { ann, conversationId } = await pair();
    const client = await Client.connect(ann);
    const clientMsgId = crypto.randomUUID();
    client.sendRaw(JSON.stringify({ type: 'send', clientMsgId, conversationId, body: IMAGE }));
    client.say(conversationId, 'hi');
    expect(await client.next('sendAck')).toMatchObject({ seq: 1 });
    expect(client.of('error')).toMatchObject([{ code: 'bad_frame', clientMsgId }]);
  });

  test('GROW-3 our version in the address is accepted; any other version must reload', async () => {
    const { ann } = await pair();
    const ours = await Client.open(ann, { version: String(PROTOCOL_VERSION) });
    ours.send({ type: 'hello' });
    await ours.next('welcome');
    for (const version of [String(PROTOCOL_VERSION + 1), '0', ''])
      expect((await (await Client.open(ann, { version })).close()).code).toBe(4004);
  });
});
