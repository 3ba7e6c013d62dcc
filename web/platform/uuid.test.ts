import { expect, test } from 'vitest';
import { timeOrderedUuid } from './uuid';

const fill = (byte: number) => (bytes: Uint8Array) => bytes.fill(byte);

test('creates a version 7 UUID that starts with the time', () => {
  const made = timeOrderedUuid(0x0199_8877_6655, fill(0xff));
  expect(made).toBe('01998877-6655-7fff-bfff-ffffffffffff');
});

test('ids of later milliseconds sort after earlier ones, whatever the random bits', () => {
  const times = [1, 2 ** 32 - 1, 2 ** 32, 1_790_000_000_000, 1_790_000_000_001];
  const made = times.map((at, i) => timeOrderedUuid(at, fill(i % 2 === 0 ? 0xff : 0)));
  expect([...made].sort()).toEqual(made);
});
