import { describe, expect, test } from 'vitest';
import type { Contacts } from '../../protocol/records';
import { type Account, account, ask } from '../../tests/workerd/http';
import { Client, env, settle } from '../../tests/workerd/people';

const NONE: Contacts = { contacts: [], requests: [], blocked: [] };

const listOf = async (who: Account): Promise<Contacts> => (await ask('GET', '/api/contacts', { token: who.token })).json;
const request = (who: Account, peer: Account, note?: string) =>
  ask('POST', '/api/contacts', { token: who.token, body: { userId: peer.user.id, ...(note !== undefined && { note }) } });
const accept = (who: Account, peer: Account) => ask('POST', `/api/contacts/${peer.user.id}/accept`, { token: who.token });
const remove = (who: Account, peer: Account) => ask('DELETE', `/api/contacts/${peer.user.id}`, { token: who.token });
const block = (who: Account, peer: Account) => ask('PUT', `/api/contacts/${peer.user.id}/block`, { token: who.token });
const unblock = (who: Account, peer: Account) => ask('DELETE', `/api/contacts/${peer.user.id}/block`, { token: who.token });
const socket = async (who: Account) =>
  Client.connect({
    id: who.user.id,
    sessionId: (await ask('GET', '/api/auth/sessions', { token: who.token })).json.sessions[0].id,
  });

/** The lists, by names. */
const sketch = ({ contacts, requests, blocked }: Contacts) => ({
  contacts: contacts.map((contact) => contact.user.name),
  requests: requests.map((asked) => `${asked.direction} ${asked.user.name}`),
  blocked: blocked.map((user) => user.name),
});
const EMPTY = sketch(NONE);

describe('requests', () => {
  test('a request with a note is seen by both, accepted and ended', async () => {
    const [ann, ben] = [await account('Ann'), await account('Ben')];
    expect((await request(ann, ben, ' 你好，我是 Ann ')).status).toBe(204);
    expect(await listOf(ann)).toEqual({
      ...NONE,
      requests: [{ user: { id: ben.user.id, name: 'Ben' }, direction: 'out', note: '你好，我是 Ann', createdAt: expect.any(Number) }],
    });
    expect(await listOf(ben)).toEqual({
      ...NONE,
      requests: [{ user: { id: ann.user.id, name: 'Ann' }, direction: 'in', note: '你好，我是 Ann', createdAt: expect.any(Number) }],
    });
    expect((await accept(ann, ben)).status).toBe(404);
    expect((await accept(ben, ann)).status).toBe(204);
    expect((await accept(ben, ann)).status).toBe(204);
    expect(await listOf(ann)).toEqual({ ...NONE, contacts: [{ user: { id: ben.user.id, name: 'Ben' }, since: expect.any(Number) }] });
    expect((await remove(ann, ben)).status).toBe(204);
    expect([await listOf(ann), await listOf(ben)]).toEqual([NONE, NONE]);
    expect((await remove(ann, ben)).status).toBe(404);
  });

  test('a declined or withdrawn request disappears on both sides', async () => {
    const [ann, ben] = [await account('Ann'), await account('Ben')];
    await request(ann, ben);
    expect((await remove(ben, ann)).status).toBe(204);
    expect([await listOf(ann), await listOf(ben)]).toEqual([NONE, NONE]);
    await request(ann, ben);
    expect((await remove(ann, ben)).status).toBe(204);
    expect([await listOf(ann), await listOf(ben)]).toEqual([NONE, NONE]);
  });

  test('a request that crosses another accepts it, also at the same moment', async () => {
    const [ann, ben] = [await account('Ann'), await account('Ben')];
    await request(ann, ben);
    await request(ben, ann);
    expect([sketch(await listOf(ann)).contacts, sketch(await listOf(ben)).contacts]).toEqual([['Ben'], ['Ann']]);
    for (let i = 0; i < 5; i++) {
      const [cid, dan] = [await account('Cid'), await account('Dan')];
      await Promise.all([request(cid, dan), request(dan, cid)]);
      expect([sketch(await listOf(cid)), sketch(await listOf(dan))]).toEqual([
        { ...EMPTY, contacts: ['Dan'] },
        { ...EMPTY, contacts: ['Cid'] },
      ]);
    }
  });

  test('a repeated request changes nothing', async () => {
    const [ann, ben] = [await account('Ann'), await account('Ben')];
    await request(ann, ben, 'one');
    const before = [await listOf(ann), await listOf(ben)];
    expect((await request(ann, ben, 'two')).status).toBe(204);
    expect([await listOf(ann), await listOf(ben)]).toEqual(before);
    await accept(ben, ann);
    expect((await request(ann, ben)).status).toBe(204);
    expect(sketch(await listOf(ben))).toEqual({ ...EMPTY, contacts: ['Ann'] });
  });

  test('a request to oneself or to an unknown user is refused', async () => {
    const ann = await account('Ann');
    expect((await request(ann, ann)).status).toBe(400);
    expect((await ask('POST', '/api/contacts', { token: ann.token, body: { userId: 'nobody' } })).status).toBe(404);
    expect(await listOf(ann)).toEqual(NONE);
  });

  test('both sides get the lists live', async () => {
    const [ann, ben] = [await account('Ann'), await account('Ben')];
    const [a, b] = [await socket(ann), await socket(ben)];
    await request(ann, ben, 'hello');
    expect((await a.next('contacts')).requests[0]).toMatchObject({ direction: 'out', note: 'hello' });
    expect((await b.next('contacts')).requests[0]).toMatchObject({ direction: 'in', note: 'hello' });
    await accept(ben, ann);
    expect((await a.next('contacts', (frame) => frame.contacts.length === 1)).contacts[0]?.user).toEqual({ id: ben.user.id, name: 'Ben' });
    await remove(ben, ann);
    await a.until(() => (a.of('contacts').at(-1)?.contacts.length === 0 && a.of('contacts').length === 3 ? true : undefined));
  });

  test('a contact may have an alias, which they do not see', async () => {
    const [ann, ben] = [await account('Ann'), await account('Ben')];
    const alias = (value: unknown) => ask('PATCH', `/api/contacts/${ben.user.id}`, { token: ann.token, body: { alias: value } });
    expect((await alias('Benny')).status).toBe(404);
    await request(ann, ben);
    await accept(ben, ann);
    expect((await alias(' 小本 ')).status).toBe(204);
    expect((await listOf(ann)).contacts[0]).toEqual({ user: { id: ben.user.id, name: 'Ben' }, alias: '小本', since: expect.any(Number) });
    expect(JSON.stringify(await listOf(ben))).not.toContain('小本');
    for (const none of [null, '', '  ']) {
      await alias('x');
      expect((await alias(none)).status).toBe(204);
      expect((await listOf(ann)).contacts[0]?.alias).toBeUndefined();
    }
    expect((await alias('x'.repeat(65))).status).toBe(400);
  });
});

describe('Z1 blocking', () => {
  test('a blocked user sees the same as an ignored one, on the wire too', async () => {
    const [ann, ben, cid] = [await account('Ann'), await account('Ben'), await account('Cid')];
    for (const who of [ben, cid]) {
      await request(who, ann);
      await accept(ann, who);
    }
    const [b, c] = [await socket(ben), await socket(cid)];
    expect((await block(ann, ben)).status).toBe(204);
    expect(sketch(await listOf(ann))).toEqual({ contacts: ['Cid'], requests: [], blocked: ['Ben'] });
    await settle();
    expect(b.frames.length).toBe(c.frames.length);
    expect(sketch(await listOf(ben))).toEqual(sketch(await listOf(cid)));
  });

  test('a request of a blocked user is answered like any other and arrives nowhere', async () => {
    const [ann, ben, cid] = [await account('Ann'), await account('Ben'), await account('Cid')];
    await block(ann, ben);
    const [blocked, ignored] = [await request(ben, ann, 'hi'), await request(cid, ann, 'hi')];
    expect([blocked.status, blocked.text]).toEqual([ignored.status, ignored.text]);
    expect(sketch(await listOf(ben))).toEqual(sketch(await listOf(cid)));
    expect(sketch(await listOf(ann))).toEqual({ contacts: [], requests: ['in Cid'], blocked: ['Ben'] });
  });

  test('a request to a blocked user is refused; after the unblock it meets their earlier request', async () => {
    const [ann, ben] = [await account('Ann'), await account('Ben')];
    await block(ann, ben);
    await request(ben, ann);
    const refused = await request(ann, ben);
    expect([refused.status, refused.json.error.code]).toEqual([403, 'blocked']);
    expect((await unblock(ann, ben)).status).toBe(204);
    expect((await unblock(ann, ben)).status).toBe(204);
    expect((await request(ann, ben)).status).toBe(204);
    expect([sketch(await listOf(ann)), sketch(await listOf(ben))]).toEqual([
      { ...EMPTY, contacts: ['Ben'] },
      { ...EMPTY, contacts: ['Ann'] },
    ]);
  });

  test('blocking withdraws the own request', async () => {
    const [ann, ben] = [await account('Ann'), await account('Ben')];
    await request(ann, ben);
    await block(ann, ben);
    expect([sketch(await listOf(ann)), sketch(await listOf(ben))]).toEqual([{ ...EMPTY, blocked: ['Ben'] }, EMPTY]);
  });

  test('blocking oneself or an unknown user is refused', async () => {
    const ann = await account('Ann');
    expect((await block(ann, ann)).status).toBe(400);
    expect((await ask('PUT', '/api/contacts/nobody/block', { token: ann.token })).status).toBe(404);
    expect((await ask('DELETE', '/api/contacts/nobody/block', { token: ann.token })).status).toBe(404);
    const rows = await env.DB.prepare('SELECT count(*) AS n FROM blocks WHERE user_id = ?').bind(ann.user.id).first<number>('n');
    expect(rows).toBe(0);
  });
});
