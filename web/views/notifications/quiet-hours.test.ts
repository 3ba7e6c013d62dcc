import { expect, it } from 'vitest';
import { isQuietTime } from './quiet-hours';

const at = (hours: number, minutes: number) => new Date(2026, 10, 21, hours, minutes);

it('handles quiet hours within a day and across midnight', () => {
  const night = { quiet: true, quietFrom: '22:30', quietTo: '07:30' };
  expect([at(22, 29), at(22, 30), at(3, 0), at(7, 29), at(7, 30)].map((time) => isQuietTime(night, time))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
  const noon = { quiet: true, quietFrom: '12:00', quietTo: '13:00' };
  expect([at(11, 59), at(12, 0), at(13, 0)].map((time) => isQuietTime(noon, time))).toEqual([false, true, false]);
  expect(isQuietTime({ ...night, quiet: false }, at(3, 0))).toBe(false);
});
