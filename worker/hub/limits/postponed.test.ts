import { expect, test } from 'vitest';
import { Postponed } from './postponed';

function setUp() {
  const turns: (() => void)[] = [];
  const done: number[] = [];
  const failures: unknown[] = [];
  const postponed = new Postponed<number>({
    sleep: () => new Promise<void>((resolve) => turns.push(resolve)),
    onFailure: (error) => failures.push(error),
  });
  const turn = async () => {
    for (const resolve of turns.splice(0)) resolve();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { postponed, done, failures, turn, work: (value: number) => void done.push(value) };
}

test('only the newest value of a key runs, once', async () => {
  const { postponed, done, turn, work } = setUp();
  expect(postponed.replace('a', 1, Math.max)).toBe(false);
  expect(postponed.add('a', 1, 100, work)).toBe(true);
  expect([postponed.replace('a', 5, Math.max), postponed.replace('a', 3, Math.max)]).toEqual([true, true]);
  await turn();
  expect(done).toEqual([5]);
  expect(postponed.replace('a', 6, Math.max)).toBe(false);
});

test('the number of waiting keys is limited, and a failure frees its key', async () => {
  const { postponed, failures, turn } = setUp();
  const fails = () => Promise.reject(new Error('broken'));
  for (let i = 0; i < 256; i++) expect(postponed.add(`${i}`, i, 100, fails)).toBe(true);
  expect(postponed.add('one more', 0, 100, fails)).toBe(false);
  await turn();
  expect(failures.length).toBe(256);
  expect(postponed.add('one more', 0, 100, fails)).toBe(true);
});
