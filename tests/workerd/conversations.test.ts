import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { Page } from '../../protocol/down';
import { ConversationSummary } from '../../protocol/records';
import type { ChangeRequest } from '../../protocol/up';
import { Client, direct, env, settle } from './people';
import { block, call, group, speaker } from './talk';

const Strict = v.strictObject({ conversation: v.strictObject(ConversationSummary.entries) });

describe('direct conversations', () => {
  test('a pair has one conversation, whoever opens it and however often', async () => {
    const [ann, ben] = [await speaker('Ann'), await speaker('Ben')];
    const first = await call(ann, 'POST', '/api/conversations', { kind: 'direct', userId: ben.id });
    expect([first.status, first.json.conversation.title, first.json.conversation.peerId]).toEqual([201, 'Ben', ben.id]);
    expect(v.safeParse(Strict, first.json).issues).toBeUndefined();
    const again = await call(ben, 'POST', '/api/conversations', { kind: 'direct', userId: ann.id });
    expect([again.status, again.json.conversation.id, again.json.conversation.title]).toEqual([200, first.json.conversation.id, 'Ann']);
    const [carol, dan] = [await speaker(), await speaker()];
    const race = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        i % 2
          ? call(carol, 'POST', '/api/conversations', { kind: 'direct', userId: dan.id })
          : call(dan, 'POST', '/api/conversations', { kind: 'direct', userId: carol.id }),
      ),
    );
    expect(new Set(race.map((answer) => answer.json.conversation.id)).size).toBe(1);
    expect(race.filter((answer) => answer.status === 201).length).toBe(1);
  });

  test('both users get their own summary live', async () => {
    const [ann, ben] = [await speaker('Ann'), await speaker('Ben')];
    const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
    const made = await call(ann, 'POST', '/api/conversations', { kind: 'direct', userId: ben.id });
    expect((await a.next('conversation')).conversation).toEqual(made.json.conversation);
    expect((await b.next('conversation')).conversation).toMatchObject({ id: made.json.conversation.id, title: 'Ann', peerId: ann.id });
  });

  test('an unknown user, oneself and a malformed id are refused', async () => {
    const ann = await speaker();
    expect((await call(ann, 'POST', '/api/conversations', { kind: 'direct', userId: 'nobody' })).code).toBe('not_found');
    expect((await call(ann, 'POST', '/api/conversations', { kind: 'direct', userId: ann.id })).code).toBe('not_found');
    expect((await call(ann, 'POST', '/api/conversations', { kind: 'direct', userId: "' OR 1" })).code).toBe('bad_request');
    expect((await call(ann, 'POST', '/api/conversations', { kind: 'choir' })).code).toBe('bad_request');
    expect((await call(undefined, 'POST', '/api/conversations', { kind: 'direct', userId: ann.id })).code).toBe('unauthenticated');
  });

  test('only contacts reach a user who accepts messages from contacts only', async () => {
    const [ann, ben] = [await speaker(), await speaker()];
    await env.DB.prepare(`UPDATE users SET settings = '{"directMessages":"contacts"}' WHERE id = ?`).bind(ben.id).run();
    const ask = () => call(ann, 'POST', '/api/conversations', { kind: 'direct', userId: ben.id });
    expect((await ask()).code).toBe('not_allowed');
    await env.DB.prepare(`INSERT INTO contacts (user_id, peer_id, state, created_at) VALUES (?1, ?2, 'accepted', 1)`)
      .bind(ben.id, ann.id)
      .run();
    expect((await ask()).status).toBe(201);
  });

  test('others cannot write to a user who accepts contacts only, even in an older conversation', async () => {
    const [ann, ben] = [await speaker(), await speaker()];
    const id = await direct(ann, ben);
    const a = await Client.connect(ann);
    const say = async () => {
      const clientMsgId = a.say(id, 'hi');
      const answer = await a.until(() =>
        a.frames.find((frame) => (frame.type === 'sendAck' || frame.type === 'error') && frame.clientMsgId === clientMsgId),
      );
      return answer.type === 'error' ? answer.code : 'ok';
    };
    expect(await say()).toBe('ok');
    expect((await call(ben, 'PATCH', '/api/users/me', { settings: { directMessages: 'contacts' } })).status).toBe(200);
    expect(await say()).toBe('not_allowed');
    await call(ann, 'POST', '/api/contacts', { userId: ben.id });
    await call(ben, 'POST', `/api/contacts/${ann.id}/accept`, {});
    expect(await say()).toBe('ok');
    // A contact who is blocked then notices nothing, and is not heard.
    const b = await Client.connect(ben);
    expect((await call(ben, 'PUT', `/api/contacts/${ann.id}/block`)).status).toBe(204);
    expect(await say()).toBe('ok');
    await settle();
    expect(b.of('message')).toEqual([]);
    await call(ben, 'DELETE', `/api/contacts/${ann.id}/block`);
    expect(await say()).toBe('not_allowed');
    await call(ben, 'PATCH', '/api/users/me', { settings: { directMessages: 'everyone' } });
    expect(await say()).toBe('ok');
  });

  test('a user who accepts contacts only gets no edits, reactions or typing from others, who may still recall', async () => {
    const [ann, ben] = [await speaker(), await speaker()];
    const id = await direct(ann, ben);
    const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
    a.say(id, 'hi');
    const { seq: targetSeq } = await a.next('sendAck');
    await b.next('message');
    await call(ben, 'PATCH', '/api/users/me', { settings: { directMessages: 'contacts' } });
    const change = async (wanted: ChangeRequest) => {
      const clientMsgId = crypto.randomUUID();
      a.send({ type: 'change', clientMsgId, conversationId: id, change: wanted });
      const answer = await a.until(() =>
        a.frames.find((frame) => (frame.type === 'sendAck' || frame.type === 'error') && frame.clientMsgId === clientMsgId),
      );
      return answer.type === 'error' ? answer.code : 'ok';
    };
    a.send({ type: 'typing', conversationId: id });
    expect(await change({ kind: 'edit', targetSeq, body: { kind: 'text', text: 'LISTEN' } })).toBe('not_allowed');
    expect(await change({ kind: 'reaction', targetSeq, emoji: '📣', on: true })).toBe('not_allowed');
    expect(await change({ kind: 'recall', targetSeq })).toBe('ok');
    await settle();
    expect(b.of('change').map((push) => push.change.kind)).toEqual(['recall']);
    expect(b.of('typing')).toEqual([]);
  });

  test('a blocked user who opens a conversation notices nothing, and the blocker does not see it', async () => {
    const [ann, ben] = [await speaker(), await speaker()];
    await block(ben, ann);
    const b = await Client.connect(ben);
    expect((await call(ann, 'POST', '/api/conversations', { kind: 'direct', userId: ben.id })).status).toBe(201);
    await settle();
    expect(b.of('conversation')).toEqual([]);
    expect((await (await Client.connect(ben)).next('welcome')).conversations).toEqual([]);
    expect((await (await Client.connect(ann)).next('welcome')).conversations.length).toBe(1);
  });
});

describe('creating a group', () => {
  test('the caller owns it, all members see it live, and its log begins with a line', async () => {
    const [ann, ben, carol] = [await speaker('Ann'), await speaker('Ben'), await speaker('Carol')];
    const b = await Client.connect(ben);
    const made = await call(ann, 'POST', '/api/conversations', {
      kind: 'group',
      title: '读书会',
      memberIds: [ben.id, carol.id, ben.id, 'nobody'],
    });
    expect(made.status).toBe(201);
    expect(v.safeParse(Strict, made.json).issues).toBeUndefined();
    const { conversation } = made.json;
    expect(conversation).toMatchObject({ kind: 'group', title: '读书会', role: 'owner', memberCount: 3, lastSeq: 1, lastN: 0, unread: 0 });
    expect(conversation.lastMessage).toMatchObject({
      seq: 1,
      n: 0,
      senderId: ann.id,
      body: { kind: 'system', event: { event: 'created', title: '读书会' } },
    });
    expect(conversation.members.map((member: { userId: string; role: string }) => `${member.userId} ${member.role}`).sort()).toEqual(
      [`${ann.id} owner`, `${ben.id} member`, `${carol.id} member`].sort(),
    );
    expect((await b.next('conversation')).conversation).toMatchObject({ id: conversation.id, role: 'member', unread: 0 });
    const c = await Client.connect(carol);
    c.say(conversation.id, '大家好');
    expect((await b.next('message')).message).toMatchObject({ seq: 2, n: 1 });
  });

  test('limits: a title of 1 to 100 characters that is not blank, 500 ids', async () => {
    const ann = await speaker();
    const make = async (title: unknown, memberIds: unknown = []) =>
      (await call(ann, 'POST', '/api/conversations', { kind: 'group', title, memberIds })).code;
    expect(await make('字'.repeat(100))).toBeUndefined();
    expect(await make('👩‍👩‍👧'.repeat(20))).toBeUndefined();
    expect([await make('字'.repeat(101)), await make(''), await make(' \n'), await make(7), await make('\ud800')]).toEqual(
      Array(5).fill('bad_request'),
    );
    const ids = (count: number) => Array.from({ length: count }, (_, i) => `nobody${i}`);
    expect(await make('many', ids(500))).toBeUndefined();
    expect(await make('too many', ids(501))).toBe('too_large');
  });

  test('a user who blocked the creator is not added', async () => {
    const [ann, ben] = [await speaker(), await speaker()];
    await block(ben, ann);
    const made = await call(ann, 'POST', '/api/conversations', { kind: 'group', title: 'Trap', memberIds: [ben.id] });
    expect(made.json.conversation.memberCount).toBe(1);
  });
});

describe('reading', () => {
  test('pages by seq, ascending, by before, after and limit', async () => {
    const [ann, ben] = [await speaker(), await speaker()];
    const id = await direct(ann, ben);
    const a = await Client.connect(ann);
    for (let i = 1; i <= 12; i++) a.say(id, `${i}`);
    await a.until(() => a.of('sendAck')[11]);
    const page = async (query: string) => {
      const { json } = await call(ben, 'GET', `/api/conversations/${id}/messages${query}`);
      expect(v.safeParse(v.strictObject(Page.entries), json).issues).toBeUndefined();
      return [json.messages.map((message: { seq: number }) => message.seq).join(), json.hasMore];
    };
    expect(await page('')).toEqual(['1,2,3,4,5,6,7,8,9,10,11,12', false]);
    expect(await page('?limit=3')).toEqual(['10,11,12', true]);
    expect(await page('?before=4&limit=2')).toEqual(['2,3', true]);
    expect(await page('?after=0&limit=2')).toEqual(['1,2', true]);
    expect(await page('?after=10')).toEqual(['11,12', false]);
    expect(await page('?after=99')).toEqual(['', false]);
    expect(await page('?after=2&before=6')).toEqual(['3,4,5', false]);
    expect(await page('?before=1&after=1')).toEqual(['', false]);
    for (const query of ['?limit=0', '?limit=101', '?limit=x', '?before=-1', '?before=0', '?after=1.5', '?after=99999999999999999'])
      expect((await call(ben, 'GET', `/api/conversations/${id}/messages${query}`)).code).toBe('bad_request');
  });

  test('a foreign conversation answers exactly like a missing one', async () => {
    const [ann, ben, eve] = [await speaker(), await speaker(), await speaker()];
    const id = await group(ann, [ben]);
    for (const path of ['', '/messages']) {
      const foreign = await call(eve, 'GET', `/api/conversations/${id}${path}`);
      expect(foreign).toEqual(await call(eve, 'GET', `/api/conversations/none${path}`));
      expect([foreign.status, foreign.code]).toEqual([404, 'not_found']);
    }
    expect((await call(ben, 'GET', `/api/conversations/${id}`)).json.conversation.id).toBe(id);
  });
});
