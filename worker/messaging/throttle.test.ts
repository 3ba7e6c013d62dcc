import { expect, test } from 'vitest';
import { Throttle } from './throttle';

function setUp() {
  const told: string[] = [];
  const waiting: (() => void)[] = [];
  const clock = { now: 1000 };
  const throttle = new Throttle<string>({
    now: () => clock.now,
    sleep: () => new Promise<void>((resolve) => waiting.push(resolve)),
    send: (value) => told.push(value),
    newer: (a, b) => [a, b].sort().at(-1) ?? b,
  });
  const wake = async () => {
    clock.now += 1000;
    for (const resolve of waiting.splice(0)) resolve();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { throttle, told, clock, wake };
}

test('a single value is sent at once', () => {
  const { throttle, told, clock } = setUp();
  throttle.add('c', 'one');
  clock.now += 300;
  throttle.add('c', 'two');
  throttle.add('d', 'three');
  expect(told).toEqual(['one', 'two', 'three']);
});

test('of a stream of values the newest is sent once a second', async () => {
  const { throttle, told, clock, wake } = setUp();
  for (const value of ['1', '2', '3', '4']) {
    throttle.add('c', value);
    clock.now += 10;
  }
  expect(told).toEqual(['1']);
  await wake();
  expect(told).toEqual(['1', '4']);
  throttle.add('c', '5');
  await wake();
  expect(told).toEqual(['1', '4', '5']);
});

test('a later value that is not newer replaces nothing', async () => {
  const { throttle, told, wake } = setUp();
  for (const value of ['1', '9', '5']) throttle.add('c', value);
  await wake();
  expect(told).toEqual(['1', '9']);
});
