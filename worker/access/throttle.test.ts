import { describe, expect, test } from 'vitest';
import { addressOf, deviceLimits, strangerLimits, waitMs } from './throttle';

const MINUTE = 60_000;

describe('A3 which failures count against whom', () => {
  const limits = strangerLimits('acc', '192.0.2.1');
  const at = (key: string, count: number, ageMs = MINUTE) => [{ key, count, ageMs }];

  test('an attempt is allowed below every limit, and waits for the window to end at a limit', () => {
    expect(waitMs(limits, [])).toBe(0);
    expect(waitMs(limits, at('p:acc:192.0.2.1', 9))).toBe(0);
    expect(waitMs(limits, at('p:acc:192.0.2.1', 10))).toBe(14 * MINUTE);
    expect(waitMs(limits, at('i:192.0.2.1', 99))).toBe(0);
    expect(waitMs(limits, at('i:192.0.2.1', 100))).toBe(14 * MINUTE);
    expect(waitMs(limits, at('a:acc', 49))).toBe(0);
    expect(waitMs(limits, at('a:acc', 50))).toBe(14 * MINUTE);
  });

  test('a window that is over does not count; the longest wait applies', () => {
    expect(waitMs(limits, at('a:acc', 1000, 15 * MINUTE))).toBe(0);
    expect(waitMs(limits, [...at('a:acc', 50, 5 * MINUTE), ...at('i:192.0.2.1', 100, 2 * MINUTE)])).toBe(13 * MINUTE);
  });

  test('only its own failures count against a known device', () => {
    expect(waitMs(deviceLimits('dev'), [...at('a:acc', 50), ...at('i:192.0.2.1', 100), ...at('p:acc:192.0.2.1', 10)])).toBe(0);
    expect(waitMs(deviceLimits('dev'), at('d:dev', 10))).toBe(14 * MINUTE);
  });

  test('unrelated counters are ignored', () => {
    expect(waitMs(limits, [...at('p:acc:192.0.2.2', 10), ...at('a:other', 50), ...at('__proto__', 1e9)])).toBe(0);
  });
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:aaaa:bbbb:cccc:dddd', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['not an address', 'unknown'],
  ['', 'unknown'],
])('the address %s counts as %s', (given, counted) => {
  expect(addressOf(new Request('https://magpie.test', { headers: { 'cf-connecting-ip': given, 'x-forwarded-for': '198.51.100.1' } }))).toBe(
    counted,
  );
});
