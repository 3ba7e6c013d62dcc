import { expect, test } from 'vitest';
import { env } from '../../../tests/workerd/people';
import { bindUsed } from './bind';

test('binds the values up to the highest parameter, also one of several digits', async () => {
  const values = Array.from({ length: 12 }, (_, i) => i + 1);
  const read = (sql: string) => bindUsed(env.DB, sql, values).first<Record<string, number>>();
  expect(await read('SELECT ?2 AS a')).toEqual({ a: 2 });
  expect(await read('SELECT ?11 AS a, ?3 AS b')).toEqual({ a: 11, b: 3 });
  expect(await read('SELECT 1 AS a')).toEqual({ a: 1 });
});
