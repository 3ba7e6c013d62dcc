import { expect, test } from 'vitest';
import { take } from './rate';

test('SEND-8 a clock that steps back takes no tokens away', () => {
  const rate = { perS: 10, burst: 60 };
  const { bucket } = take(undefined, 10_000_000, rate);
  const taken = take(bucket, 10_000_000 - 3_600_000, rate);
  expect(taken).toEqual({ ok: true, bucket: { tokens: 58, at: 6_400_000 } });
});
