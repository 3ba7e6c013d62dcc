import { describe, expect, test } from 'vitest';
import { PASSWORD, someIp } from '../../tests/workerd/http';
import { env } from '../../tests/workerd/people';
import { signUp } from './signing-up';

const trySignUp = (vars: { SIGN_UP: string; SIGN_UP_INVITE?: string }, invite?: string, ip = someIp()) =>
  signUp({ ...env, ...vars }, new Request('https://magpie.test', { headers: { 'cf-connecting-ip': ip } }), {
    email: `${crypto.randomUUID()}@example.com`,
    password: PASSWORD,
    name: 'Ann',
    invite,
  });
const codeOf = (promise: Promise<unknown>) => promise.then(() => 'signed up').catch((error: { code: string }) => error.code);

describe('SIGN_UP', () => {
  test('open accepts everyone; closed and unknown values accept nobody', async () => {
    expect(await codeOf(trySignUp({ SIGN_UP: 'open' }))).toBe('signed up');
    for (const mode of ['closed', '', 'OPEN', 'yes'])
      expect([mode, await codeOf(trySignUp({ SIGN_UP: mode, SIGN_UP_INVITE: 'key' }, 'key'))]).toEqual([mode, 'sign_up_closed']);
  });

  test('invite accepts only the secret, and nobody if no secret is set', async () => {
    const vars = { SIGN_UP: 'invite', SIGN_UP_INVITE: 'open sesame' };
    expect(await codeOf(trySignUp(vars, 'open sesame'))).toBe('signed up');
    for (const wrong of [undefined, '', 'open', 'open sesame ', 'OPEN SESAME'])
      expect([wrong, await codeOf(trySignUp(vars, wrong))]).toEqual([wrong, 'sign_up_closed']);
    for (const secret of [{}, { SIGN_UP_INVITE: '' }])
      expect(await codeOf(trySignUp({ SIGN_UP: 'invite', ...secret }, ''))).toBe('sign_up_closed');
  });

  test('A3 guessing the secret is limited per address', async () => {
    const vars = { SIGN_UP: 'invite', SIGN_UP_INVITE: 'open sesame' };
    const ip = someIp();
    for (let i = 0; i < 100; i++) expect(await codeOf(trySignUp(vars, `guess ${i}`, ip))).toBe('sign_up_closed');
    expect(await codeOf(trySignUp(vars, 'open sesame', ip))).toBe('rate_limited');
    expect(await codeOf(trySignUp(vars, 'open sesame'))).toBe('signed up');
  });
});

test('one address may create a thousand accounts in an hour', async () => {
  const ip = someIp();
  await trySignUp({ SIGN_UP: 'open' }, undefined, ip);
  await env.DB.prepare('UPDATE attempts SET count = 999 WHERE key = ?').bind(`u:${ip}`).run();
  expect(await codeOf(trySignUp({ SIGN_UP: 'open' }, undefined, ip))).toBe('signed up');
  expect(await codeOf(trySignUp({ SIGN_UP: 'open' }, undefined, ip))).toBe('rate_limited');
});
