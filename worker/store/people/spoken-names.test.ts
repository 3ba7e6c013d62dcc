import { applyD1Migrations, type D1Migration } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { nameKey } from '../../../protocol/name-key';
import { env } from '../../../tests/workerd/people';
import { searchPeople } from './people';
import { indexNameSounds, soundOf, soundParts } from './spoken-names';

test.each([
  ['林晓', ['linxiao', 'lx', 'xiao']],
  ['王', ['wang']],
  ['林晚 Lin', ['linwanlin', 'lwlin', 'wanlin', 'wlin']],
  ['曾', ['ceng', 'zeng']],
  ['吕布', ['lvbu', 'lubu', 'lb', 'bu']],
  ['張', []],
  ['張三', ['zs', 'san']],
  ['Anna Müller', []],
  ['はなこ', []],
])('%s sounds like %j', (name, expected) => {
  expect([...soundParts(nameKey(name))].sort()).toEqual([...expected].sort());
});

test('a long name with many readings has few sounds', () => {
  expect(soundParts('重'.repeat(64)).length).toBeLessThanOrEqual(128);
});

test.each([
  ['lin xiao', 'linxiao'],
  ["xi'an", 'xian'],
  ['l', null],
  ['林', null],
  ['lin 2', null],
])('%s is the sound %s', (query, sound) => {
  expect(soundOf(query)).toBe(sound);
});

test('old names are found by their sound after a few calls', async () => {
  const { TEST_MIGRATIONS } = bindings as unknown as { TEST_MIGRATIONS: D1Migration[] };
  const migration = TEST_MIGRATIONS.filter(({ name }) => name.includes('spoken_names'));
  const insert = (id: string, name: string) =>
    env.DB.prepare(
      `INSERT INTO users (id, email, name, name_key, password_hash, created_at, updated_at) VALUES (?1, ?1, ?2, ?2, '', 1, 1)`,
    ).bind(id, name);
  const many = Array.from({ length: 120 }, (_, i) => insert(`old${i}`, '钱多多'));
  await env.DB.batch([env.DB.prepare('DROP TABLE unspoken_names'), insert('qian', '钱学森'), insert('bob', 'bob'), ...many]);
  await applyD1Migrations(env.DB, migration, 'again');
  const found = async (query: string) => (await searchPeople(env.DB, 'me', query, 100)).users.map(({ id }) => id);
  expect(await found('qianxuesen')).toEqual([]);
  expect(await indexNameSounds(env.DB)).toBe(100);
  let steps = 1;
  while ((await indexNameSounds(env.DB)) > 0) steps += 1;
  expect(steps).toBe(2);
  expect([await found('qianxuesen'), await found('qxs'), await found('xuesen')]).toEqual([['qian'], ['qian'], ['qian']]);
  expect(await env.DB.prepare('SELECT count(*) AS n FROM unspoken_names').first('n')).toBe(0);
});
