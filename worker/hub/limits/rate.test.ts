import { expect, test } from 'vitest';
import { type Bucket, take } from './rate';

test('SEND-8 a clock that steps back removes no tokens', () => {
  const rate = { perS: 10, burst: 60 };
  const { bucket } = take(undefined, 10_000_000, rate);
  const taken = take(bucket, 10_000_000 - 3_600_000, rate);
  expect(taken).toEqual({ ok: true, bucket: { tokens: 58, at: 6_400_000 } });
});

test('SEND-8 each of many frames refused at once gets its own retry slot and is accepted then', () => {
  const rate = { perS: 10, burst: 60 };
  const start = 1_000_000;
  let bucket: Bucket | undefined;
  const turns: number[] = [];
  for (let i = 0; i < 500; i++) {
    const taken = take(bucket, start, rate);
    bucket = taken.bucket;
    if (!taken.ok) turns.push(start + taken.retryAfterMs);
  }
  expect(turns.length).toBe(440);
  expect([turns[0], turns[1], turns[439]]).toEqual([start + 100, start + 200, start + 44_000]);
  for (const at of turns) {
    const taken = take(bucket, at, rate);
    bucket = taken.bucket;
    expect(taken.ok).toBe(true);
  }
});

test('SEND-8 a wait is at most a minute, and short again once the rush is over', () => {
  const rate = { perS: 10, burst: 1 };
  let { bucket } = take(undefined, 0, rate);
  let longest = 0;
  for (let i = 0; i < 5000; i++) {
    const taken = take(bucket, 1, rate);
    bucket = taken.bucket;
    if (!taken.ok) longest = Math.max(longest, taken.retryAfterMs);
  }
  expect(longest).toBe(60_000);
  bucket = take(bucket, 70_000, rate).bucket;
  expect(take(bucket, 70_000, rate)).toMatchObject({ ok: false, retryAfterMs: 100 });
});
