import { describe, expect, test } from 'vitest';
import { FanOut } from './fan-out';
import type { HubItem } from './items';

const item = (name: string): HubItem => ({ kind: 'notice', json: JSON.stringify(name) });

function setUp(fails: (userId: string, attempt: number) => Error | undefined) {
  const calls: { userId: string; items: HubItem[] }[] = [];
  const slept: number[] = [];
  const givenUp: string[] = [];
  const attempts = new Map<string, number>();
  const fanOut = new FanOut({
    hub: (userId) => ({
      async deliver(items) {
        const attempt = (attempts.get(userId) ?? 0) + 1;
        attempts.set(userId, attempt);
        await Promise.resolve();
        const error = fails(userId, attempt);
        if (error) throw error;
        calls.push({ userId, items });
      },
    }),
    sleep: async (ms) => {
      slept.push(ms);
    },
    random: () => 0.5,
    onGivenUp: (userId) => givenUp.push(userId),
  });
  return { fanOut, calls, slept, givenUp, attempts };
}

describe('fan-out', () => {
  test('FAN-3 a hub that fails is tried three times, backing off, and delays nobody else', async () => {
    const { fanOut, calls, slept, givenUp, attempts } = setUp((userId) => (userId === 'down' ? new Error('broken') : undefined));
    const down = fanOut.push('down', [item('a')]);
    await fanOut.push('up', [item('a')]);
    expect(calls).toEqual([{ userId: 'up', items: [item('a')] }]);
    await down;
    expect([attempts.get('down'), givenUp, slept]).toEqual([3, ['down'], [100, 200]]);
  });

  test('FAN-3 an overloaded hub is left alone for seconds', async () => {
    const { fanOut, slept } = setUp((_, attempt) => (attempt === 1 ? Object.assign(new Error('queued'), { overloaded: true }) : undefined));
    await fanOut.push('busy', [item('a')]);
    expect(slept).toEqual([2000]);
  });

  test('what waits for a hub shares the next call, in order', async () => {
    const { fanOut, calls } = setUp(() => undefined);
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => fanOut.push('u', [item(name)])));
    expect(calls.map((call) => call.items)).toEqual([[item('a')], [item('b'), item('c'), item('d')]]);
  });

  test('a hub that was given up gets what comes later', async () => {
    const { fanOut, calls } = setUp((_, attempt) => (attempt <= 3 ? new Error('broken') : undefined));
    await fanOut.push('u', [item('lost')]);
    await fanOut.push('u', [item('later')]);
    expect(calls).toEqual([{ userId: 'u', items: [item('later')] }]);
  });
});
