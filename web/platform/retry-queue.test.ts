import { describe, expect, it } from 'vitest';
import { SimClock } from '../testing/sim-clock';
import { RetryQueue } from './retry-queue';

/** A queue on virtual time; `fails` decides which keys fail. */
function bench(max = 10) {
  const clock = new SimClock(1);
  const requests: { readonly at: number; readonly keys: readonly string[] }[] = [];
  const state = { fails: (_: string): boolean => false, tookMs: 0 };
  const start = clock.now();
  const queue = new RetryQueue<string>({
    clock,
    batchMs: 20,
    max,
    fetch: async (keys) => {
      requests.push({ at: clock.now() - start, keys });
      if (state.tookMs > 0) await new Promise<void>((resolve) => clock.after(state.tookMs, resolve));
      return keys.filter(state.fails);
    },
  });
  return { clock, requests, state, queue };
}

describe('RetryQueue', () => {
  it('batches keys into requests of at most `max` keys', async () => {
    const { clock, requests, queue } = bench(2);
    for (const key of ['a', 'b', 'c']) queue.add(key);
    await clock.advance(100);
    expect(requests.map(({ keys }) => keys)).toEqual([['a', 'b'], ['c']]);
  });

  it('retries failed keys, with a delay that doubles up to a minute', async () => {
    const { clock, requests, state, queue } = bench();
    state.fails = () => true;
    queue.add('a');
    await clock.advance(300_000);
    const waits = requests.slice(1).map(({ at }, i) => at - (requests[i]?.at ?? 0));
    expect(waits.slice(0, 8)).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  });

  it('a new key does not shorten the retry delay; retryNow does', async () => {
    const { clock, requests, state, queue } = bench();
    state.fails = () => true;
    queue.add('a');
    await clock.advance(5000);
    const before = requests.length;
    queue.add('b');
    await clock.advance(100);
    expect(requests).toHaveLength(before);
    state.fails = () => false;
    queue.retryNow();
    await clock.advance(20);
    expect(requests.slice(before).map(({ keys }) => keys.toSorted())).toEqual([['a', 'b']]);
    await clock.advance(300_000);
    expect(requests).toHaveLength(before + 1);
  });

  it('fetches a key again when it is added during its own request', async () => {
    const { clock, requests, state, queue } = bench();
    state.tookMs = 500;
    queue.add('a');
    await clock.advance(100);
    queue.add('a');
    await clock.advance(2000);
    expect(requests.map(({ keys }) => keys)).toEqual([['a'], ['a']]);
  });

  it('clear drops all keys, including those of a running request', async () => {
    const { clock, requests, state, queue } = bench();
    state.fails = () => true;
    state.tookMs = 500;
    queue.add('a');
    await clock.advance(100);
    queue.clear();
    await clock.advance(300_000);
    expect(requests).toHaveLength(1);
  });
});
