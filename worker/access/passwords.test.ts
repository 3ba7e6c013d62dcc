import { describe, expect, test } from 'vitest';
import { secureRandom } from '../store/sql/ids';
import { CURRENT, DUMMY_HASH, hashPassword, isOutdated, MEMORY_MAX_BYTES, verifyPassword, WORK_MAX } from './passwords';

describe('A1 passwords', () => {
  test('the cost stays within the platform’s limits on work and memory', () => {
    expect(CURRENT.n * CURRENT.r * CURRENT.p).toBeLessThanOrEqual(WORK_MAX);
    expect(128 * CURRENT.n * CURRENT.r).toBeLessThanOrEqual(MEMORY_MAX_BYTES);
  });

  test('every hash is stored with its parameters and its own salt', async () => {
    const [one, two] = [await hashPassword('correct horse', secureRandom), await hashPassword('correct horse', secureRandom)];
    expect(one).toMatch(/^scrypt\$16384\$8\$5\$[0-9a-f]{32}\$[0-9a-f]{64}$/);
    expect(one).not.toBe(two);
    expect([await verifyPassword('correct horse', one), await verifyPassword('correct horsf', one)]).toEqual([true, false]);
  });

  test('a hash with other parameters is still checked and counts as outdated', async () => {
    const old = await hashPassword('correct horse', secureRandom, { n: 1024, r: 8, p: 1 });
    expect([await verifyPassword('correct horse', old), await verifyPassword('wrong', old), isOutdated(old)]).toEqual([true, false, true]);
    expect(isOutdated(await hashPassword('correct horse', secureRandom))).toBe(false);
  });

  test('every character counts, up to 256, in any script', async () => {
    for (const password of ['密码'.repeat(128), '🐦'.repeat(256), 'with\u0000nul and more', ' spaces count ']) {
      const stored = await hashPassword(password, secureRandom, { n: 1024, r: 8, p: 1 });
      expect(await verifyPassword(password, stored)).toBe(true);
      expect(await verifyPassword(password.slice(0, -2), stored)).toBe(false);
      expect(await verifyPassword(`${password.slice(0, -2)}xy`, stored)).toBe(false);
    }
    const stored = await hashPassword('café au lait', secureRandom, { n: 1024, r: 8, p: 1 });
    expect(await verifyPassword('cafe\u0301 au lait', stored)).toBe(true);
  });

  test('the dummy hash takes the same work and matches nothing', async () => {
    expect(isOutdated(DUMMY_HASH)).toBe(false);
    expect(await verifyPassword('', DUMMY_HASH)).toBe(false);
  });

  test.each(['', 'none', 'plain', 'scrypt$16384$8$5$00$00', `scrypt$2097152$8$5$${'0'.repeat(32)}$${'0'.repeat(64)}`])(
    'a malformed stored hash is rejected: %s',
    async (stored) => {
      await expect(verifyPassword('anything', stored)).rejects.toThrow(/stored password/);
    },
  );

  test('a flood is refused beyond a limit, and hashing works again afterwards', async () => {
    const tiny = { n: 2, r: 1, p: 1 };
    const outcomes = await Promise.allSettled(Array.from({ length: 300 }, () => hashPassword('correct horse', secureRandom, tiny)));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(300 - 256);
    expect(refused[0]?.reason).toMatchObject({ code: 'unavailable', retryable: true });
    expect(await hashPassword('correct horse', secureRandom, tiny)).toMatch(/^scrypt/);
  });
});
