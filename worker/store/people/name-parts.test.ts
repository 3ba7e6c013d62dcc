import { applyD1Migrations, type D1Migration } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { env } from '../../../tests/workerd/people';
import { nameParts } from './name-parts';

test.each([
  ['张小三', ['小三', '三']],
  ['王', []],
  ['阿 Bob 明', ['bob 明', 'ob 明', 'b 明', '明']],
  ['𠮷野家', ['野家', '家']],
  ['Anna Müller', []],
  ['山田はなこ', ['田はなこ', 'はなこ', 'なこ', 'こ']],
])('the parts of %s', (name, expected) => {
  expect(nameParts(name)).toEqual(expected);
});

test('the migration writes the same parts for existing names and renews their keys', async () => {
  const { TEST_MIGRATIONS } = bindings as unknown as { TEST_MIGRATIONS: D1Migration[] };
  const migration = TEST_MIGRATIONS.filter(({ name }) => name.startsWith('0009'));
  const names = ['张小三', '王', '阿 bob 明', '𠮷野家', 'anna', '々木', '山田はなこ', '天天天'];
  await env.DB.batch([
    env.DB.prepare('DROP TABLE name_parts'),
    ...names.map((name) =>
      env.DB.prepare(
        `INSERT INTO users (id, email, name, name_key, password_hash, created_at, updated_at) VALUES (?1, ?1, ?1, ?1, '', 1, 1)`,
      ).bind(name),
    ),
    env.DB.prepare(
      `INSERT INTO users (id, email, name, name_key, password_hash, created_at, updated_at) VALUES ('l', 'l', 'Łukasz Bjørn', 'łukasz bjørn', '', 1, 1)`,
    ),
  ]);
  await applyD1Migrations(env.DB, migration, 'again');
  const { results } = await env.DB.prepare('SELECT part, user_id AS name FROM name_parts').all<{ part: string; name: string }>();
  const found = (name: string) => new Set(results.filter((row) => row.name === name).map(({ part }) => part));
  for (const name of names) expect([name, found(name)]).toEqual([name, new Set(nameParts(name))]);
  expect(await env.DB.prepare(`SELECT name_key FROM users WHERE id = 'l'`).first('name_key')).toBe('lukasz bjorn');
});
