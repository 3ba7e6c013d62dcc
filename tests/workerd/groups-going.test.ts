import { describe, expect, test } from 'vitest';
import type { ChangeRequest } from '../../protocol/up';
import { add, assertSound, at, events, people, put, role, rolesOf, see } from './groups';
import { Client, env, settle } from './people';
import { call, group } from './talk';

describe('leaving', () => {
  test('FAN-5 a removed member gets the message about the removal, and no later message by any route', async () => {
    const [ann, ben, carol] = await people('Ann', 'Ben', 'Carol');
    const id = await group(ann, [ben, carol]);
    const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
    const { cursor } = await b.next('welcome');
    a.say(id, 'heard');
    await b.next('message', (push) => push.message.seq === 2);
    expect((await put(ann, id, ben)).status).toBe(204);
    expect((await b.next('message', (push) => push.message.seq === 3)).message.body).toEqual({
      kind: 'system',
      event: { event: 'removed', userIds: [ben.id] },
    });
    expect((await b.next('conversation')).conversation).toMatchObject({ id, removed: true, leftSeq: 3, lastSeq: 3, unread: 1 });
    a.say(id, 'unheard');
    await a.until(() => a.of('sendAck')[1]);
    await call(ann, 'PATCH', at(id), { title: 'Secret', announcement: 'secret' });
    await settle();
    expect(b.of('message').map((push) => push.message.seq)).toEqual([2, 3]);
    expect(b.of('conversation').length).toBe(1);
    expect((await call(ben, 'GET', at(id, '/messages'))).json.messages.map((message: { seq: number }) => message.seq)).toEqual([1, 2, 3]);
    const later = await see(ben, id);
    expect(later).toMatchObject({ title: 'Birds', removed: true, lastSeq: 3, memberCount: 2 });
    expect([later.members, later.announcement]).toEqual([undefined, undefined]);
    const synced = (await (await Client.connect(ben, { cursor })).next('welcome')).conversations;
    expect(synced).toEqual([later]);
    expect((await (await Client.connect(ben)).next('welcome')).conversations).toEqual([]);
    b.say(id, 'but I');
    expect((await b.next('error')).code).toBe('not_member');
    for (const answer of [
      await call(ben, 'GET', at(id, '/members')),
      await add(ben, id, carol),
      await put(ben, id, carol),
      await call(ben, 'PATCH', at(id), { title: 'x' }),
    ])
      expect([answer.status, answer.code]).toEqual([403, 'not_member']);
    await assertSound(id);
  });

  test('FAN-5 a former member does not see later edits, reactions and pins', async () => {
    const [ann, ben] = await people('Ann', 'Ben');
    const id = await group(ann, [ben]);
    const a = await Client.connect(ann);
    const change = async (wanted: ChangeRequest) => {
      const clientMsgId = crypto.randomUUID();
      a.send({ type: 'change', clientMsgId, conversationId: id, change: wanted });
      await a.next('sendAck', (ack) => ack.clientMsgId === clientMsgId);
    };
    const wording = (text: string) => ({ kind: 'edit', targetSeq: 2, body: { kind: 'text', text } }) as const;
    a.say(id, 'first');
    a.say(id, 'never changed before');
    await a.until(() => a.of('sendAck')[1]);
    await change(wording('second'));
    await change({ kind: 'reaction', targetSeq: 2, emoji: '👍', on: true });
    const page = async () => (await call(ben, 'GET', at(id, '/messages'))).json.messages;
    const [before, last] = [await page(), await see(ben, id)];
    expect(before[1]).toMatchObject({ body: { text: 'second' }, reactions: [{ emoji: '👍' }] });
    expect((await put(ann, id, ben)).status).toBe(204);
    await settle(5);
    for (const targetSeq of [2, 3]) {
      await change({ ...wording('SECRET'), targetSeq });
      await change({ kind: 'reaction', targetSeq, emoji: '💔', on: true });
      await change({ kind: 'pin', targetSeq, on: true });
    }
    expect((await page()).slice(0, 3)).toEqual(before);
    expect(JSON.stringify(await page())).not.toContain('SECRET');
    expect(JSON.stringify(await see(ben, id))).not.toContain('SECRET');
    expect(last.lastMessage?.seq).toBe(3);
    expect((await call(ann, 'GET', at(id, '/messages'))).json.messages[1]).toMatchObject({
      body: { text: 'SECRET' },
      reactions: [{ emoji: '👍' }, { emoji: '💔' }],
      pinnedAt: expect.any(Number),
    });
  });

  test('FAN-5 a returning member does not see the messages in between', async () => {
    const [ann, ben] = await people('Ann', 'Ben');
    const id = await group(ann, [ben]);
    await put(ann, id, ben);
    const a = await Client.connect(ann);
    a.say(id, 'about Ben');
    await a.next('sendAck');
    await add(ann, id, ben);
    expect((await call(ben, 'GET', at(id, '/messages'))).json.messages.map((message: { seq: number }) => message.seq)).toEqual([4]);
    expect(await see(ben, id)).toMatchObject({ unread: 0, mentions: 0, role: 'member' });
    expect((await see(ben, id)).removed).toBeUndefined();
    await assertSound(id);
  });

  test('FAN-5 in 200 races of removal and sends, a removed member gets every earlier message and no later one', async () => {
    const [ann, ben, ...others] = await people('Ann', 'Ben', 'Carol', 'Dan', 'Eve', 'Fay');
    const id = await group(ann, [ben, ...others]);
    const b = await Client.connect(ben);
    // Several speakers, each within the rate that one may send at.
    const speakers = await Promise.all(others.map((one) => Client.connect(one)));
    let heardLate = 0;
    let saidBefore = 0;
    for (let round = 0; round < 200; round++) {
      const c = speakers[round % speakers.length] ?? b;
      const from = b.of('message').length;
      const said = c.of('sendAck').length;
      // Said from 12 ms before the kick is asked for to 3 ms after.
      const lead = (round % 16) - 3;
      const kicked = settle(Math.max(0, lead)).then(() => put(ann, id, ben));
      if (lead < 0) await settle(-lead);
      c.say(id, `${round}`);
      expect((await kicked).status).toBe(204);
      await c.until(() => c.of('sendAck')[said]);
      const left = await env.DB.prepare('SELECT left_seq AS seq FROM memberships WHERE conversation_id = ?1 AND user_id = ?2')
        .bind(id, ben.id)
        .first<{ seq: number }>();
      const leftSeq = left?.seq ?? 0;
      const line = await b.next('message', (push) => push.message.seq === leftSeq);
      expect(line.message.body.kind).toBe('system');
      const ack = c.of('sendAck')[said];
      if (ack && ack.seq < leftSeq) {
        saidBefore++;
        await b.next('message', (push) => push.message.seq === ack.seq);
      }
      heardLate += b
        .of('message')
        .slice(from)
        .filter((push) => push.message.seq > leftSeq).length;
      expect((await call(ben, 'GET', at(id, '/messages?limit=3'))).json.messages.at(-1)?.seq).toBe(leftSeq);
      expect((await add(ann, id, ben)).status).toBe(200);
    }
    await settle(200);
    const gone = await env.DB.prepare(
      `SELECT seq FROM entries WHERE conversation_id = ?1 AND json_extract(body, '$.event.event') = 'removed'`,
    )
      .bind(id)
      .all<{ seq: number }>();
    const back = await env.DB.prepare(
      `SELECT seq FROM entries WHERE conversation_id = ?1 AND json_extract(body, '$.event.event') = 'joined'`,
    )
      .bind(id)
      .all<{ seq: number }>();
    const absences = gone.results.map((row, i) => [row.seq, back.results[i]?.seq ?? 0] as const);
    expect(absences.length).toBe(200);
    const leaked = b.of('message').filter(({ message }) => absences.some(([left, joined]) => message.seq > left && message.seq < joined));
    expect([heardLate, leaked.length]).toEqual([0, 0]);
    console.log(`200 kicks: ${saidBefore} messages were stored before the going, ${200 - saidBefore} after it`);
    expect(saidBefore).toBeGreaterThan(0);
    expect(saidBefore).toBeLessThan(200);
    await assertSound(id);
  });

  test('a leaving owner hands over to the longest-serving admin, then member; the last member dissolves the group', async () => {
    const [ann, ben, carol] = await people('Ann', 'Ben', 'Carol');
    const id = await group(ann, [ben]);
    await add(ann, id, carol);
    await role(ann, id, carol, 'admin');
    expect((await put(ann, id, ann)).status).toBe(204);
    expect(rolesOf(await see(carol, id))).toEqual({ [carol.id]: 'owner', [ben.id]: 'member' });
    expect((await put(carol, id, carol)).status).toBe(204);
    expect(rolesOf(await see(ben, id))).toEqual({ [ben.id]: 'owner' });
    await assertSound(id);
    expect((await put(ben, id, ben)).status).toBe(204);
    expect((await events(id)).slice(-5)).toEqual([
      { who: ann.id, event: 'role', userIds: [carol.id], role: 'owner' },
      { who: ann.id, event: 'left', userIds: [ann.id] },
      { who: carol.id, event: 'role', userIds: [ben.id], role: 'owner' },
      { who: carol.id, event: 'left', userIds: [carol.id] },
      { who: ben.id, event: 'left', userIds: [ben.id] },
    ]);
    expect((await put(ben, id, ben)).code).toBe('not_member');
    expect(
      (await env.DB.prepare('SELECT dissolved_at AS at FROM conversations WHERE id = ?').bind(id).first<{ at: number | null }>())?.at,
    ).not.toBeNull();
    await assertSound(id);
  });

  test('dissolving removes everyone, keeps the messages and ends sending', async () => {
    const [ann, ben] = await people('Ann', 'Ben');
    const id = await group(ann, [ben]);
    const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
    a.say(id, 'last words');
    await b.next('message');
    expect((await call(ben, 'DELETE', at(id))).code).toBe('not_allowed');
    expect((await call(ann, 'DELETE', at(id))).status).toBe(204);
    expect((await b.next('conversation')).conversation).toMatchObject({ id, removed: true });
    b.say(id, 'hello?');
    expect((await b.next('error')).code).toBe('not_member');
    expect((await call(ben, 'GET', at(id, '/messages'))).json.messages.length).toBe(3);
    expect((await (await Client.connect(ben)).next('welcome')).unreadTotal).toBe(0);
    for (const answer of [
      await add(ann, id, ben),
      await call(ann, 'PATCH', at(id), { title: 'x' }),
      await call(ann, 'DELETE', at(id)),
      await put(ann, id, ann),
    ])
      expect(answer.code).toBe('not_member');
  });
});
