import { expect, test } from 'vitest';
import { secureRandom } from '../store/sql/ids';
import { importKey, issueDeviceMark, issueToken, readDeviceMark, readToken, sessionIdOf } from './tokens';

const key = () => importKey(new Uint8Array(32).fill(7));

test('A5 every token has 256 new random bits and our signature', async () => {
  const tokens = await Promise.all(Array.from({ length: 50 }, async () => issueToken(await key(), 'user', secureRandom)));
  expect(new Set(tokens).size).toBe(50);
  for (const token of tokens) expect(await readToken(await key(), token)).toEqual({ userId: 'user', sessionId: await sessionIdOf(token) });
});

test('A5 a changed token, or a token of another key, is rejected', async () => {
  const token = await issueToken(await key(), 'user', secureRandom);
  for (let i = 0; i < token.length; i++) {
    const changed = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1);
    expect([i, await readToken(await key(), changed)]).toEqual([i, undefined]);
  }
  expect(await readToken(await importKey(new Uint8Array(32).fill(8)), token)).toBeUndefined();
});

test('A5 a device mark is no session token, and a session token is no device mark', async () => {
  const [token, mark] = [await issueToken(await key(), 'user', secureRandom), await issueDeviceMark(await key(), 'user', secureRandom)];
  expect(await readDeviceMark(await key(), mark)).toBe('user');
  expect(await readToken(await key(), mark)).toBeUndefined();
  expect(await readDeviceMark(await key(), token)).toBeUndefined();
});
