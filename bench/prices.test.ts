import { expect, it } from 'vitest';
import { divided, noCounts } from './counts.ts';
import { ASSUMED_D1_MS, costPerMillion } from './prices.ts';

it('prices a row written at a dollar a million, an alarm set like a row', () => {
  expect(costPerMillion({ ...noCounts(), rowsWritten: 3, setAlarms: 1 }).total).toBe(4);
});

it('prices twenty frames like one call', () => {
  const frames = costPerMillion({ ...noCounts(), framesIn: 20 }).total;
  expect(frames).toBeCloseTo(costPerMillion({ ...noCounts(), rpcs: 1 }).total);
  expect(frames).toBeCloseTo(0.15);
});

it('prices the time of an object, and the time for which two of them wait for D1', () => {
  expect(costPerMillion({ ...noCounts(), objectMs: 1000 }).duration).toBeCloseTo(1.6);
  expect(costPerMillion({ ...noCounts(), d1RoundTrips: 1 }).duration).toBeCloseTo((1.6 * 2 * ASSUMED_D1_MS) / 1000);
});

it('divides every count', () => {
  expect(divided({ ...noCounts(), rpcs: 10, objectMs: 5 }, 5)).toEqual({ ...noCounts(), rpcs: 2, objectMs: 1 });
});
