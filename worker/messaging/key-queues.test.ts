import { describe, expect, test } from 'vitest';
import type { HubItem } from '../platform/rpc';
import { BRANCH_SIZE, FanOut, type Parcel } from './fan-out';
import { KeyQueues } from './key-queues';

function setUp(fails: (key: string, attempt: number) => Error | undefined) {
  const calls: { key: string; items: string[] }[] = [];
  const slept: number[] = [];
  const givenUp: string[] = [];
  const attempts = new Map<string, number>();
  const queues = new KeyQueues<string>({
    async call(key, items) {
      const attempt = (attempts.get(key) ?? 0) + 1;
      attempts.set(key, attempt);
      await Promise.resolve();
      const error = fails(key, attempt);
      if (error) throw error;
      calls.push({ key, items });
    },
    sleep: async (ms) => {
      slept.push(ms);
    },
    random: () => 0.5,
    onGivenUp: (key) => givenUp.push(key),
  });
  return { queues: queues, calls, slept, givenUp, attempts };
}

describe('key queues', () => {
  test('FAN-3 a failing hub is tried three times with growing pauses and delays no other hub', async () => {
    const { queues, calls, slept, givenUp, attempts } = setUp((key) => (key === 'down' ? new Error('broken') : undefined));
    const down = queues.push('down', ['a']);
    await queues.push('up', ['a']);
    expect(calls).toEqual([{ key: 'up', items: ['a'] }]);
    await down;
    expect([attempts.get('down'), givenUp, slept]).toEqual([3, ['down'], [100, 200]]);
  });

  test('FAN-3 an overloaded hub gets a pause of seconds', async () => {
    const { queues, slept } = setUp((_, attempt) => (attempt === 1 ? Object.assign(new Error('queued'), { overloaded: true }) : undefined));
    await queues.push('busy', ['a']);
    expect(slept).toEqual([2000]);
  });

  test('items that wait for a hub share the next call, in order', async () => {
    const { queues, calls } = setUp(() => undefined);
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => queues.push('u', [name])));
    expect(calls.map((call) => call.items)).toEqual([['a'], ['b', 'c', 'd']]);
  });

  test('FAN-3 the queue of a hub that never answers is limited', () => {
    const givenUp: number[] = [];
    const queues = new KeyQueues<string>({
      call: () => new Promise(() => undefined),
      sleep: async () => undefined,
      random: Math.random,
      onGivenUp: (_, items) => givenUp.push(items),
    });
    for (let i = 0; i < 3000; i++) void queues.push('hangs', ['a']);
    // One is running and 2,048 wait.
    expect(givenUp.length).toBe(3000 - 2049);
  });

  test('a hub that was given up gets later items', async () => {
    const { queues, calls } = setUp((_, attempt) => (attempt <= 3 ? new Error('broken') : undefined));
    await queues.push('u', ['lost']);
    await queues.push('u', ['later']);
    expect(calls).toEqual([{ key: 'u', items: ['later'] }]);
  });
});

describe('fan-out', () => {
  const item: HubItem = { kind: 'notice', json: '{}' };

  function tree() {
    const parcels: Parcel[] = [];
    const direct: string[] = [];
    const fanOut = new FanOut({
      hub: (userId) => ({
        async deliver() {
          direct.push(userId);
        },
      }),
      handOff: async (some) => {
        parcels.push(...some);
      },
      sleep: async () => {},
      random: Math.random,
      onGivenUp: () => {},
    });
    return { parcels, direct, fanOut };
  }

  test('the hub itself calls a small audience', async () => {
    const { parcels, direct, fanOut } = tree();
    await fanOut.pushAll(['a', 'b'], [item]);
    expect([direct, parcels]).toEqual([['a', 'b'], []]);
  });

  test('a large audience is handed on in branches, each user once and always in the same branch', async () => {
    const { parcels, direct, fanOut } = tree();
    const users = Array.from({ length: 2000 }, (_, i) => `user-${i}`);
    await fanOut.pushAll(users, [item]);
    expect(direct).toEqual([]);
    expect(parcels.flatMap((parcel) => parcel.userIds).sort()).toEqual([...users].sort());
    expect(Math.max(...parcels.map((parcel) => parcel.userIds.length))).toBeLessThan(BRANCH_SIZE * 1.6);
    const before = parcels.find((parcel) => parcel.userIds.includes('user-7'))?.userIds ?? [];
    await fanOut.pushAll(users.slice(0, 1900), [item]);
    const after = parcels.findLast((parcel) => parcel.userIds.includes('user-7'))?.userIds ?? [];
    expect(after.every((userId) => before.includes(userId))).toBe(true);
  });
});
