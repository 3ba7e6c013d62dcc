import { describe, expect, test } from 'vitest';
import { type Account, type Answered, account, ask, cookiesOf, ORIGIN, PASSWORD } from '../../tests/workerd/http';
import { env } from '../../tests/workerd/people';
import { API_HEADERS } from './app-errors';

const SOMEBODY = 'somebody';
const SESSION = '0'.repeat(64);

/** Every route that changes something, with a valid body. */
const CHANGES: [string, string, unknown][] = [
  ['POST', '/api/auth/sign-out', undefined],
  ['DELETE', `/api/auth/sessions/${SESSION}`, undefined],
  ['POST', '/api/auth/password', { current: PASSWORD, next: 'a new password' }],
  ['PATCH', '/api/users/me', { name: 'New' }],
  ['POST', '/api/contacts', { userId: SOMEBODY }],
  ['POST', `/api/contacts/${SOMEBODY}/accept`, undefined],
  ['DELETE', `/api/contacts/${SOMEBODY}`, undefined],
  ['PATCH', `/api/contacts/${SOMEBODY}`, { alias: 'x' }],
  ['PUT', `/api/contacts/${SOMEBODY}/block`, undefined],
  ['DELETE', `/api/contacts/${SOMEBODY}/block`, undefined],
];
const READS: [string, string][] = [
  ['GET', '/api/auth/session'],
  ['GET', '/api/auth/sessions'],
  ['GET', '/api/users'],
  ['GET', '/api/users/me'],
  ['GET', `/api/users/${SOMEBODY}`],
  ['GET', '/api/contacts'],
];

const code = (answer: Answered) => answer.json?.error?.code;
const cookieOf = async () => {
  const { email } = await account();
  const answer = await ask('POST', '/api/auth/sign-in', { body: { email, password: PASSWORD } });
  return cookiesOf(answer)[0] ?? '';
};

describe('A7 a change by cookie needs our own origin', () => {
  const FOREIGN = [
    undefined,
    'null',
    'http://magpie.test',
    'https://magpie.test:8443',
    'https://evil.magpie.test',
    'https://magpie.test.evil.test',
    'https://evilmagpie.test',
    'https://MAGPIE.test',
    'https://magpie.test.',
    'https://magpie.test/',
    'https://xn--mgpie-3ve.test',
    'https://192.0.2.1',
    'https://evil.test, https://magpie.test',
    'file://',
    'chrome-extension://magpie.test',
  ];
  test.each(CHANGES)('%s %s', async (method, path, body) => {
    const cookie = await cookieOf();
    for (const origin of FOREIGN) {
      const answer = await ask(method, path, { cookie, body, ...(origin !== undefined && { origin }) });
      expect([origin, answer.status, code(answer)]).toEqual([origin, 403, 'bad_origin']);
    }
    const crossSite = await ask(method, path, { cookie, body, origin: ORIGIN, headers: { 'sec-fetch-site': 'cross-site' } });
    expect(crossSite.status).toBe(403);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      if (body !== undefined)
        expect([type, (await ask(method, path, { cookie, body, origin: ORIGIN, headers: { 'content-type': type } })).status]).toEqual([
          type,
          400,
        ]);
    expect((await ask('GET', '/api/auth/session', { cookie })).status).toBe(200);
    const own = await ask(method, path, { cookie, body, origin: ORIGIN });
    expect(code(own)).not.toBe('bad_origin');
    expect([200, 204, 404]).toContain(own.status);
  });

  test('the origin is checked before the session is read', async () => {
    const answer = await ask('POST', '/api/auth/sign-out', { cookie: '__Host-magpie=junk', origin: 'https://evil.test' });
    expect(code(answer)).toBe('bad_origin');
  });

  test('another site cannot sign a user in', async () => {
    const { email } = await account();
    for (const path of ['sign-in', 'sign-up']) {
      const answer = await ask('POST', `/api/auth/${path}`, {
        origin: 'https://evil.test',
        body: { email, password: PASSWORD, name: 'x' },
      });
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []]);
    }
  });

  test('the upgrade needs our origin too; a bearer token needs none', async () => {
    const { token } = await account();
    const upgrade = (more: object) => ask('GET', '/api/ws?v=1&device=d&tab=t', { headers: { upgrade: 'websocket' }, ...more });
    const cookie = await cookieOf();
    for (const origin of FOREIGN) expect([origin, (await upgrade({ cookie, ...(origin && { origin }) })).status]).toEqual([origin, 403]);
    expect((await upgrade({ cookie, origin: ORIGIN })).status).toBe(101);
    expect((await upgrade({ token })).status).toBe(101);
    expect((await upgrade({})).status).toBe(401);
    expect((await ask('POST', '/api/auth/sign-out', { token })).status).toBe(204);
  });

  test('a bearer token takes precedence over a cookie, and a broken one hides it', async () => {
    const [ann, cookie] = [await account('Ann'), await cookieOf()];
    expect((await ask('GET', '/api/auth/session', { token: ann.token, cookie })).json.user.name).toBe('Ann');
    expect((await ask('GET', '/api/auth/session', { cookie, headers: { authorization: 'Basic eDp5' } })).status).toBe(401);
  });

  test('the cookie name for plain http is ignored over TLS', async () => {
    const cookie = (await cookieOf()).replace('__Host-', '');
    expect((await ask('GET', '/api/auth/session', { cookie })).status).toBe(401);
  });
});

describe('Z1 a request without a session', () => {
  test.each([...READS, ...CHANGES.map(([method, path]): [string, string] => [method, path])])('is refused %s %s', async (method, path) => {
    const answers = [
      await ask(method, path),
      await ask(method, path, { token: 'a.b.c' }),
      await ask(method, path, { cookie: '__Host-magpie=a.b.c', origin: ORIGIN }),
    ];
    for (const answer of answers) expect([answer.status, code(answer)]).toEqual([401, 'unauthenticated']);
  });
});

describe('X3 every response', () => {
  test('has the headers of an API, is JSON, and shows no stack', async () => {
    const { token } = await account();
    const answers = [
      await ask('GET', '/api/auth/session', { token }),
      await ask('GET', '/api/auth/session'),
      await ask('GET', '/api/nothing'),
      await ask('DELETE', '/api/auth/session', { token }),
      await ask('POST', '/api/auth/sign-in', { body: '{' }),
      await ask('POST', '/api/contacts', { token, body: { userId: 'nobody' } }),
      await ask('POST', '/api/auth/sign-out', { token }),
    ];
    for (const answer of answers) {
      for (const [name, value] of Object.entries(API_HEADERS)) expect([name, answer.headers.get(name)]).toEqual([name, value]);
      expect(answer.text).not.toMatch(/\bat \w+|\.ts:|Error:/);
      if (answer.status >= 400) expect(Object.keys(answer.json.error).sort()).toEqual(['code', 'message', 'retryable']);
    }
    expect(answers.map((answer) => answer.status)).toEqual([200, 401, 404, 404, 400, 404, 204]);
  });
});

describe('Z4 extra fields', () => {
  const EXTRA = Object.fromEntries(
    [
      ...[
        'id',
        'userId2',
        'user_id',
        'seq',
        'n',
        'ts',
        'senderId',
        'sender_id',
        'role',
        'isAdmin',
        'admin',
        'owner',
        'conversationId',
        'deleted',
        'createdAt',
        'created_at',
      ],
      ...[
        'updatedAt',
        'lastSeenAt',
        'email2',
        'emailVerified',
        'password_hash',
        'passwordHash',
        'name_key',
        'state',
        'since',
        'direction',
        'blocked',
        'peerId',
        'avatarUrl',
      ],
      ...['sessionId', 'session', 'expires_at', 'constructor', 'toString'],
    ].map((key) => [key, 'PLANTED']),
  );
  const withExtra = (body: object) => JSON.stringify({ ...body, ...EXTRA }).replace(/}$/, ',"__proto__":{"isAdmin":true,"x":"PLANTED"}}');
  const everything = async () => {
    const found: string[] = [];
    for (const table of ['users', 'sessions', 'contacts', 'blocks', 'attempts'])
      found.push(JSON.stringify((await env.DB.prepare(`SELECT * FROM ${table}`).all()).results));
    return found.join();
  };

  test('none of 34 extra fields is stored or returned by any write', async () => {
    const ben = await account('Ben');
    const email = `${crypto.randomUUID()}@example.com`;
    const up = await ask('POST', '/api/auth/sign-up', { body: withExtra({ email, password: PASSWORD, name: 'Ann', transport: 'bearer' }) });
    const token = up.json.token;
    const answers = [
      up,
      await ask('POST', '/api/auth/sign-in', { body: withExtra({ email, password: PASSWORD, transport: 'bearer' }) }),
      await ask('PATCH', '/api/users/me', { token, body: withExtra({ name: 'Ann', settings: { typing: true, ...EXTRA } }) }),
      await ask('POST', '/api/contacts', { token, body: withExtra({ userId: ben.user.id, note: 'hi' }) }),
      await ask('POST', `/api/contacts/${up.json.user.id}/accept`, { token: ben.token, body: withExtra({}) }),
      await ask('PATCH', `/api/contacts/${ben.user.id}`, { token, body: withExtra({ alias: 'B' }) }),
      await ask('POST', '/api/auth/password', { token, body: withExtra({ current: PASSWORD, next: 'a new password' }) }),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([201, 200, 200, 204, 204, 204, 204]);
    expect(await everything()).not.toContain('PLANTED');
    expect(answers.map((answer) => answer.text).join()).not.toContain('PLANTED');
    expect(answers[2]?.json).toEqual({ user: { id: up.json.user.id, name: 'Ann', email, settings: { typing: true } } });
  });

  test('responses have only the fields of the protocol', async () => {
    const [ann, ben] = [await account('Ann'), await account('Ben')];
    const as = (who: Account, path: string) => ask('GET', path, { token: who.token });
    await ask('POST', '/api/contacts', { token: ann.token, body: { userId: ben.user.id } });
    await ask('PUT', `/api/contacts/${ann.user.id}/block`, { token: ben.token });
    const seen: Answered[] = [];
    for (const path of [
      ...READS.map(([, path]) => path.replace(SOMEBODY, ben.user.id)),
      '/api/users?q=Ben',
      `/api/users?ids=${ben.user.id}`,
    ])
      seen.push(await as(ann, path));
    seen.push(await as(ben, '/api/contacts'));
    const keys = new Set<string>();
    for (const answer of seen)
      JSON.parse(answer.text, (key, value) => {
        if (!/^\d*$/.test(key)) keys.add(key);
        return value;
      });
    expect([...keys].sort()).toEqual(
      [
        'blocked',
        'contacts',
        'createdAt',
        'current',
        'direction',
        'email',
        'hasMore',
        'id',
        'lastSeenAt',
        'name',
        'requests',
        'sessions',
        'settings',
        'user',
        'users',
      ].sort(),
    );
    for (const answer of seen) expect(answer.text).not.toContain(ben.email);
  });
});
