import { describe, expect, test } from 'vitest';
import { FRAME_MAX_BYTES } from '../../protocol/limits';
import { type Answered, account, ask, PASSWORD } from '../../tests/workerd/http';

const code = (answer: Answered) => answer.json?.error?.code;

describe('I2 limits', () => {
  const signUp = (more: object) =>
    ask('POST', '/api/auth/sign-up', {
      body: { email: `${crypto.randomUUID()}@example.com`, password: PASSWORD, name: 'x', transport: 'bearer', ...more },
    });
  const local = (length: number) => crypto.randomUUID().padEnd(length, 'x');
  const domain = (length: number) =>
    `${'d'.repeat(60)}.`
      .repeat(9)
      .slice(0, length - 4)
      .replace(/\.$/, 'x')
      .concat('.com');

  test.each<[string, object, object]>([
    ['name', { name: '名'.repeat(64) }, { name: '名'.repeat(65) }],
    ['name of emoji', { name: '🐦'.repeat(64) }, { name: '🐦'.repeat(65) }],
    ['password, most', { password: '密'.repeat(256) }, { password: '密'.repeat(257) }],
    ['password, least', { password: '密码密码密码密码' }, { password: '密码密码密码密' }],
    ['e-mail', { email: `${local(60)}@${domain(193)}` }, { email: `${local(60)}@${domain(194)}` }],
  ])('%s: N is accepted, N + 1 is refused', async (_, taken, refused) => {
    expect((await signUp(taken)).status).toBe(201);
    const answer = await signUp(refused);
    expect([answer.status, code(answer)]).toEqual([400, 'bad_request']);
    expect(answer.json.error.message).toContain(`"${Object.keys(refused)[0]}"`);
  });

  test.each([
    '',
    ' ',
    'x',
    'x@',
    '@x',
    'a b@example.com',
    'a@b@example.com',
    'a@.com',
    'a@example..com',
    'a@example.com.',
    'a\n@example.com',
  ])('refuses the e-mail address %j', async (email) => expect((await signUp({ email })).status).toBe(400));

  test.each(['', '   ', '\u200b\u200d', '\u202e', '\n\t', '\u0000'])('refuses the name %j', async (name) =>
    expect((await signUp({ name })).status).toBe(400),
  );

  test.each(['email', 'password', 'name'])('%s must be text', async (field) => {
    for (const value of [null, 1, true, [], ['x'], {}, { $ne: null }, undefined, '\ud800 alone'.repeat(2)])
      expect([value, (await signUp({ [field]: value })).status]).toEqual([value, 400]);
  });

  test('profiles, contact requests and aliases have limits', async () => {
    const [ann, ben] = [await account(), await account()];
    const patch = async (body: unknown) => (await ask('PATCH', '/api/users/me', { token: ann.token, body })).status;
    expect([await patch({ about: '好'.repeat(300) }), await patch({ about: '好'.repeat(301) })]).toEqual([200, 400]);
    expect([
      await patch({ hue: 0 }),
      await patch({ hue: 359 }),
      await patch({ hue: 360 }),
      await patch({ hue: -1 }),
      await patch({ hue: 1.5 }),
    ]).toEqual([200, 200, 400, 400, 400]);
    expect([
      await patch({ settings: { lastSeen: 'nobody' } }),
      await patch({ settings: { lastSeen: 'me' } }),
      await patch({ settings: 'x' }),
    ]).toEqual([200, 400, 400]);
    const note = async (length: number) =>
      (await ask('POST', '/api/contacts', { token: ann.token, body: { userId: ben.user.id, note: '好'.repeat(length) } })).status;
    expect([await note(201), await note(200)]).toEqual([400, 204]);
  });

  test('a body has 64 KiB at most, whatever its Content-Length', async () => {
    const sized = (bytes: number) => JSON.stringify({ email: '' }).replace('""', `"${'x'.repeat(bytes - 12)}"`);
    expect((await ask('POST', '/api/auth/sign-in', { body: sized(FRAME_MAX_BYTES) })).status).toBe(400);
    const over = await ask('POST', '/api/auth/sign-in', { body: sized(FRAME_MAX_BYTES + 1) });
    expect([over.status, code(over)]).toEqual([413, 'too_large']);
    const wide = await ask('POST', '/api/auth/sign-in', { body: JSON.stringify({ email: '好'.repeat(22_000) }) });
    expect(wide.status).toBe(413);
    const deep = await ask('POST', '/api/auth/sign-in', { body: '['.repeat(30_000) + ']'.repeat(30_000) });
    expect(deep.status).toBe(400);
  });

  test.each(['', '{', 'null', '[]', '"text"', '1', 'undefined', '{"email":1e400}', '\ufeff{}'])('refuses the body %j', async (body) => {
    const answer = await ask('POST', '/api/auth/sign-in', { body });
    expect([answer.status, code(answer)]).toEqual([400, 'bad_request']);
  });
});

describe('I3 prototype keys', () => {
  const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
  test.each(KEYS)('%s as a name, a note, an id, a query and a key is text like any other', async (key) => {
    const [ann, ben] = [await account(key), await account()];
    expect(ann.user.name).toBe(key);
    expect((await ask('GET', `/api/users?q=${key}`, { token: ben.token })).json.users).toContainEqual({ id: ann.user.id, name: key });
    expect((await ask('GET', `/api/users/${key}`, { token: ben.token })).status).toBe(404);
    expect((await ask('GET', `/api/users?ids=${key}`, { token: ben.token })).json.users).toEqual([]);
    expect((await ask('POST', '/api/contacts', { token: ben.token, body: { userId: key } })).status).toBe(404);
    expect((await ask('POST', '/api/contacts', { token: ben.token, body: { userId: ann.user.id, note: key } })).status).toBe(204);
    expect((await ask('PUT', `/api/contacts/${key}/block`, { token: ben.token })).status).toBe(404);
    const patched = await ask('PATCH', '/api/users/me', {
      token: ann.token,
      body: `{"settings":{"${key}":{"polluted":true}},"${key}":{"polluted":true}}`,
    });
    expect(patched.json.user).toEqual(ann.user);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
