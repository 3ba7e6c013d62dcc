import { describe, expect, it } from 'vitest';
import { SimClock } from '../testing/sim-clock';
import { RetryQueue } from './retry-queue';

/** A queue over virtual time; `fails` says which keys cannot be answered. */
function bench(max = 10) {
  const clock = new SimClock(1);
  const asked: { readonly at: number; readonly keys: readonly string[] }[] = [];
  const state = { fails: (_: string): boolean => false, tookMs: 0 };
  const start = clock.now();
  const queue = new RetryQueue<string>({
    clock,
    gatherMs: 20,
    max,
    ask: async (keys) => {
      asked.push({ at: clock.now() - start, keys });
      if (state.tookMs > 0) await new Promise<void>((resolve) => clock.after(state.tookMs, resolve));
      return keys.filter(state.fails);
    },
  });
  return { clock, asked, state, queue };
}

describe('keys to be fetched', () => {
  it('share a request, up to its size; the rest follows', async () => {
    const { clock, asked, queue } = bench(2);
    for (const key of ['a', 'b', 'c']) queue.add(key);
    await clock.advance(100);
    expect(asked.map(({ keys }) => keys)).toEqual([['a', 'b'], ['c']]);
  });

  it('are asked for again after a failure, with a wait that doubles up to a minute', async () => {
    const { clock, asked, state, queue } = bench();
    state.fails = () => true;
    queue.add('a');
    await clock.advance(300_000);
    const waits = asked.slice(1).map(({ at }, i) => at - (asked[i]?.at ?? 0));
    expect(waits.slice(0, 8)).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  });

  it('a key that is added during a failure does not cut the wait short, the link that is back does', async () => {
    const { clock, asked, state, queue } = bench();
    state.fails = () => true;
    queue.add('a');
    await clock.advance(5000);
    const before = asked.length;
    queue.add('b');
    await clock.advance(100);
    expect(asked).toHaveLength(before);
    state.fails = () => false;
    queue.retryNow();
    await clock.advance(20);
    expect(asked.slice(before).map(({ keys }) => keys.toSorted())).toEqual([['a', 'b']]);
    await clock.advance(300_000);
    expect(asked).toHaveLength(before + 1);
  });

  it('a key that is added while it is fetched is fetched once more', async () => {
    const { clock, asked, state, queue } = bench();
    state.tookMs = 500;
    queue.add('a');
    await clock.advance(100);
    queue.add('a');
    await clock.advance(2000);
    expect(asked.map(({ keys }) => keys)).toEqual([['a'], ['a']]);
  });

  it('are forgotten when they are cleared, also those that are being fetched', async () => {
    const { clock, asked, state, queue } = bench();
    state.fails = () => true;
    state.tookMs = 500;
    queue.add('a');
    await clock.advance(100);
    queue.clear();
    await clock.advance(300_000);
    expect(asked).toHaveLength(1);
  });
});
