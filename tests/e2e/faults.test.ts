import { describe, expect, it } from 'vitest';
import { held, missing, type Outcome } from '../faults/outcome.ts';
import { scenarios } from '../faults/scenarios.ts';

/**
 * What of `npm run chaos` fits into every run: the same scenarios with fewer faults. Nothing here is decided by how fast the
 * machine is; the scenarios that are (storm, long absence) run by `npm run chaos` alone.
 */
const CHOSEN: readonly { readonly rule: string; readonly name: string; readonly scale: number }[] = [
  { rule: 'SEND-7 ACK-6 SYNC-1', name: 'delivery', scale: 1 },
  { rule: 'SEND-1', name: 'kill-sweep', scale: 0.05 },
  { rule: 'SEND-3 SEND-4', name: 'idempotency', scale: 0.1 },
  { rule: 'SEND-5 SEND-6 ORD-1', name: 'concurrency', scale: 0.05 },
  { rule: 'ACK-4', name: 'hibernation', scale: 0.05 },
  { rule: 'CONN-2', name: 'heartbeats', scale: 1 },
  { rule: 'CONN-3 CONN-7', name: 'half-open', scale: 0.1 },
  { rule: 'ACK-5', name: 'slow-reader', scale: 0.2 },
  { rule: 'FAN-2 ORD-1', name: 'large-group', scale: 0.15 },
];

const CONTROLS = ['control-dedupe', 'control-gap-check', 'control-store-first'] as const;

const SEED = 1;

function expectHeld(outcome: Outcome | undefined): void {
  if (!outcome) throw new Error('there is no such scenario');
  expect([...missing(outcome), ...outcome.problems], `seed ${outcome.seed}: ${JSON.stringify(outcome.happened)}`).toEqual([]);
  expect(held(outcome)).toBe(true);
}

describe('under faults', () => {
  for (const { rule, name, scale } of CHOSEN) {
    it(`${rule} hold: ${name}`, async () => {
      expectHeld(await scenarios[name]?.({ seed: SEED, scale }));
    });
  }

  for (const name of CONTROLS) {
    it(`the checker notices what is broken: ${name}`, async () => {
      expectHeld(await scenarios[name]?.({ seed: SEED, scale: 1 }));
    });
  }
});
