import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { MEMBERS_MAX } from '../../protocol/limits';
import type { Member } from '../../protocol/records';
import { add, assertSound, at, events, people, put, role, rolesOf, Strict, see } from './groups';
import { Client, direct, env, person } from './people';
import { block, call, group, speaker } from './talk';

describe('settings of a group', () => {
  test('each change is a system message, sent live with everyone’s own summary', async () => {
    const [ann, ben] = await people('Ann', 'Ben');
    const id = await group(ann, [ben]);
    const b = await Client.connect(ben);
    const changed = await call(ann, 'PATCH', at(id), {
      title: '新名字',
      announcement: 'Friday at 8',
      mutedAll: true,
      history: 'all',
      approval: true,
      hue: 200,
    });
    expect(v.safeParse(Strict, changed.json).issues).toBeUndefined();
    expect(changed.json.conversation).toMatchObject({
      title: '新名字',
      announcement: 'Friday at 8',
      mutedAll: true,
      history: 'all',
      approval: true,
      hue: 200,
      lastSeq: 5,
      unread: 0,
    });
    expect((await b.next('conversation')).conversation).toMatchObject({ title: '新名字', role: 'member', lastSeq: 5, unread: 0 });
    expect(b.of('message').map((push) => push.message.seq)).toEqual([2, 3, 4, 5]);
    expect(await events(id)).toEqual([
      { who: ann.id, event: 'created', title: 'Birds' },
      { who: ann.id, event: 'renamed', title: '新名字' },
      { who: ann.id, event: 'announcement', text: 'Friday at 8' },
      { who: ann.id, event: 'mutedAll', on: true },
      { who: ann.id, event: 'settings' },
    ]);
    await call(ann, 'PATCH', at(id), { title: '新名字', mutedAll: true });
    expect((await events(id)).length).toBe(5);
    expect((await call(ann, 'PATCH', at(id), { hue: null, mutedAll: false, announcement: '' })).json.conversation.hue).toBeUndefined();
    await assertSound(id);
  });

  test('an offline device gets it with the same sync as messages', async () => {
    const [ann, ben] = await people('Ann', 'Ben');
    const id = await group(ann, [ben]);
    const { cursor } = await (await Client.connect(ben)).next('welcome');
    await call(ann, 'PATCH', at(id), { title: 'Later' });
    const again = await Client.connect(ben, { cursor });
    expect((await again.next('welcome')).conversations[0]).toMatchObject({ id, title: 'Later', lastSeq: 2 });
  });

  test('while only admins may write, members are refused', async () => {
    const [ann, ben, carol] = await people('Ann', 'Ben', 'Carol');
    const id = await group(ann, [ben, carol]);
    await role(ann, id, carol, 'admin');
    await call(carol, 'PATCH', at(id), { mutedAll: true });
    const [a, b, c] = [await Client.connect(ann), await Client.connect(ben), await Client.connect(carol)];
    b.say(id, 'may I?');
    expect((await b.next('error')).code).toBe('not_allowed');
    c.say(id, 'yes');
    await c.next('sendAck');
    expect((await a.next('message', (push) => push.message.body.kind === 'text')).message.senderId).toBe(carol.id);
  });

  test('a rename reaches each of 150 online members by their own summary', async () => {
    const ann = await speaker('Ann');
    const others = await Promise.all(Array.from({ length: 150 }, () => person()));
    const id = await group(ann, others);
    const clients = await Promise.all(others.map((one) => Client.connect(one)));
    await call(ann, 'PATCH', at(id), { title: 'All of you' });
    for (const client of clients) {
      expect((await client.next('conversation')).conversation).toMatchObject({
        title: 'All of you',
        role: 'member',
        memberCount: 151,
        lastSeq: 2,
      });
      expect(client.of('message').map((push) => push.message.seq)).toEqual([2]);
    }
    const before = clients.map((client) => client.frames.length);
    const dan = await speaker('Dan');
    await add(ann, id, dan);
    for (const client of clients) await client.next('message', (push) => push.message.seq === 3);
    // In a group of this size people fold the line; their summaries are not read again for it.
    expect(clients.map((client) => client.frames.length)).toEqual(before.map((count) => count + 1));
  });

  test('only admins may mention everyone; a refused message is not stored', async () => {
    const [ann, ben] = await people('Ann', 'Ben');
    const id = await group(ann, [ben]);
    const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
    const everyone = (conversationId: string) =>
      ({ type: 'send', clientMsgId: crypto.randomUUID(), conversationId, body: { kind: 'text', text: '@all', mentions: ['*'] } }) as const;
    const sends = [everyone(id), everyone(await direct(ann, ben))].map((frame) => ({ ...frame, body: { ...frame.body, mentions: ['*'] } }));
    for (const frame of sends) {
      b.send(frame);
      expect(await b.next('error', (error) => error.clientMsgId === frame.clientMsgId)).toMatchObject({
        code: 'not_allowed',
        retryable: false,
      });
    }
    expect((await see(ann, id)).lastSeq).toBe(1);
    const [mine] = sends;
    if (mine) a.send({ ...mine, clientMsgId: crypto.randomUUID() });
    await b.next('message');
    expect(await see(ben, id)).toMatchObject({ unread: 1, mentions: 1 });
  });

  test('limits of the fields', async () => {
    const ann = await speaker();
    const id = await group(ann, []);
    const code = async (body: unknown) => (await call(ann, 'PATCH', at(id), body)).code;
    expect(await code({ announcement: '字'.repeat(1000) })).toBeUndefined();
    for (const bad of [
      {},
      { title: '' },
      { title: 'a\u0000b' },
      { title: '字'.repeat(101) },
      { announcement: '字'.repeat(1001) },
      { hue: 360 },
      { hue: 1.5 },
      { history: 'none' },
      { mutedAll: 1 },
    ])
      expect(await code(bad)).toBe('bad_request');
  });
});

describe('joining', () => {
  test('an added member sees the message about it, and earlier messages only by the group’s setting', async () => {
    const [ann, ben, carol, dan] = await people('Ann', 'Ben', 'Carol', 'Dan');
    const id = await group(ann, [ben]);
    const a = await Client.connect(ann);
    a.say(id, 'before');
    await a.next('sendAck');
    const c = await Client.connect(carol);
    expect((await add(ben, id, carol)).json.conversation.memberCount).toBe(3);
    expect((await c.next('conversation')).conversation).toMatchObject({ id, lastSeq: 3, unread: 0, visibleAfterSeq: 2, memberCount: 3 });
    expect((await c.next('message')).message.body).toEqual({ kind: 'system', event: { event: 'joined', userIds: [carol.id] } });
    expect(c.frames.findIndex((frame) => frame.type === 'conversation')).toBeLessThan(
      c.frames.findIndex((frame) => frame.type === 'message'),
    );
    expect((await call(carol, 'GET', at(id, '/messages'))).json.messages.map((message: { seq: number }) => message.seq)).toEqual([3]);
    await call(ann, 'PATCH', at(id), { history: 'all' });
    await add(ann, id, dan);
    expect((await call(dan, 'GET', at(id, '/messages'))).json.messages.map((message: { seq: number }) => message.seq)).toEqual([
      1, 2, 3, 4, 5,
    ]);
    expect(await see(dan, id)).toMatchObject({ unread: 0, readSeq: 5 });
    await assertSound(id);
  });

  test('members, unknown users and users who blocked the caller are skipped', async () => {
    const [ann, ben, eve] = await people('Ann', 'Ben', 'Eve');
    const id = await group(ann, [ben]);
    await block(eve, ann);
    expect((await add(ann, id, ben, eve, { id: 'nobody' })).status).toBe(200);
    expect((await events(id)).length).toBe(1);
    expect((await add(ann, id, ...Array.from({ length: 501 }, (_, i) => ({ id: `n${i}` })))).code).toBe('too_large');
    expect((await add(ann, id)).code).toBe('bad_request');
    await assertSound(id);
  });

  test('ten calls at once add a user once', async () => {
    const [ann, ben, carol] = await people('Ann', 'Ben', 'Carol');
    const id = await group(ann, [ben]);
    await Promise.all(Array.from({ length: 10 }, (_, i) => add(i % 2 ? ann : ben, id, carol)));
    expect((await events(id)).filter((event) => (event as { event: string }).event === 'joined').length).toBe(1);
    await assertSound(id);
  });

  test('10,000 members and no more', async () => {
    const [ann, last, over] = await people('Ann', 'Last', 'Over');
    const id = await group(ann, []);
    await env.DB.batch([
      env.DB.prepare(
        `WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < ?1)
        INSERT INTO users (id, email, name, name_key, password_hash, created_at, updated_at) SELECT 'crowd' || i, 'crowd' || i, 'c', 'c', '', 1, 1 FROM k`,
      ).bind(MEMBERS_MAX - 2),
      env.DB.prepare(
        `INSERT INTO memberships (conversation_id, user_id, role, joined_at, changed_at) SELECT ?1, id, 'member', 1, 1 FROM users WHERE id LIKE 'crowd%'`,
      ).bind(id),
      env.DB.prepare('UPDATE conversations SET member_count = ?2 WHERE id = ?1').bind(id, MEMBERS_MAX - 1),
    ]);
    expect((await add(ann, id, last, over)).code).toBe('too_large');
    expect((await add(ann, id, last)).json.conversation.memberCount).toBe(MEMBERS_MAX);
    expect((await add(ann, id, over)).code).toBe('too_large');
    const page = await call(ann, 'GET', at(id, '/members?limit=100'));
    expect([page.json.members.length, page.json.hasMore]).toEqual([100, true]);
    await assertSound(id);
  });
});

describe('roles', () => {
  test('the owner promotes, demotes and hands over; one owner at any time', async () => {
    const [ann, ben, carol] = await people('Ann', 'Ben', 'Carol');
    const id = await group(ann, [ben, carol]);
    const b = await Client.connect(ben);
    expect(rolesOf((await role(ann, id, ben, 'admin')).json.conversation)[ben.id]).toBe('admin');
    expect((await b.next('conversation')).conversation.role).toBe('admin');
    expect((await role(ben, id, carol, 'admin')).code).toBe('not_allowed');
    expect((await role(ann, id, carol, 'owner')).json.conversation.role).toBe('admin');
    expect(rolesOf(await see(ben, id))).toEqual({ [ann.id]: 'admin', [ben.id]: 'admin', [carol.id]: 'owner' });
    expect((await role(carol, id, carol, 'member')).code).toBe('not_allowed');
    expect((await role(carol, id, { ...ben, id: 'nobody' }, 'admin')).code).toBe('not_found');
    expect((await role(carol, id, ben, 'king')).code).toBe('bad_request');
    expect((await role(carol, id, ben, 'admin')).status).toBe(200);
    await Promise.all([role(carol, id, ann, 'owner'), role(carol, id, ben, 'owner'), put(carol, id, carol)]);
    await assertSound(id);
  });

  test('admins remove members, only the owner removes admins, nobody removes the owner', async () => {
    const [ann, ben, carol, dan] = await people('Ann', 'Ben', 'Carol', 'Dan');
    const id = await group(ann, [ben, carol, dan]);
    await role(ann, id, ben, 'admin');
    await role(ann, id, carol, 'admin');
    expect([(await put(dan, id, carol)).code, (await put(ben, id, carol)).code, (await put(ben, id, ann)).code]).toEqual(
      Array(3).fill('not_allowed'),
    );
    expect([(await put(ben, id, dan)).status, (await put(ann, id, carol)).status]).toEqual([204, 204]);
    expect((await put(ann, id, carol)).code).toBe('not_found');
    await assertSound(id);
  });

  test('a direct conversation has no members to change', async () => {
    const [ann, ben, carol] = await people('Ann', 'Ben', 'Carol');
    const id = await direct(ann, ben);
    for (const answer of [
      await add(ann, id, carol),
      await put(ann, id, ben),
      await put(ann, id, ann),
      await role(ann, id, ben, 'admin'),
      await call(ann, 'PATCH', at(id), { title: 'x' }),
      await call(ann, 'DELETE', at(id)),
    ])
      expect([answer.status, answer.code]).toEqual([403, 'not_allowed']);
  });
});

describe('members', () => {
  test('pages by role and id, and by the beginning of a name', async () => {
    const ann = await speaker('Ann');
    const others = await Promise.all(Array.from({ length: 7 }, (_, i) => person(i % 2 ? 'ben' : 'carol')));
    const id = await group(ann, others);
    const seen: string[] = [];
    for (let after = '', more = true; more; ) {
      const { json } = await call(ann, 'GET', at(id, `/members?limit=3${after && `&after=${after}`}`));
      seen.push(...json.members.map((member: Member) => member.userId));
      after = seen.at(-1) ?? '';
      more = json.hasMore;
    }
    expect(seen).toEqual([ann.id, ...others.map((one) => one.id).sort()]);
    expect((await call(ann, 'GET', at(id, '/members?q=BE'))).json.members.length).toBe(3);
    expect((await call(ann, 'GET', at(id, '/members?limit=101'))).code).toBe('bad_request');
  });
});
