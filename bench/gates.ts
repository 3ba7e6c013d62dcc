import { idleCheckAt } from '../worker/hub/connection/idle.ts';
import type { Counts } from './counts.ts';
import { costPerMillion } from './prices.ts';
import { countsOf, type Results, type ScenarioName } from './results.ts';

/** A count that must not grow. */
export interface Gate {
  readonly what: string;
  readonly value: number;
  readonly limit: number;
}

const HOURS_PER_MONTH = 730;
const DEFAULT_IDLE_TIMEOUT_MS = 300_000;
/** An ack that takes longer than a second lets an alarm be set, and an alarm looks after the lease: once in a while on a machine under load. */
const SLOW_MACHINE = 0.05;
const SCRIPT_BYTES_MAX = 80_000;

/** Dollars a month for a user who is connected all the time and does nothing: the hub's looks whether the connection still lives. */
export function idleUserMonth(look: Counts): number {
  const everyMs = idleCheckAt({ openedAt: 0, frameAt: 0, pingAt: 0 }, DEFAULT_IDLE_TIMEOUT_MS);
  const looks = (HOURS_PER_MONTH * 3_600_000) / everyMs;
  return (looks * costPerMillion(look).total) / 1e6;
}

/** What woke hubs: everything that is no connect. */
export function wakes(counts: Counts): number {
  return counts.framesIn + counts.alarms + counts.rpcs + counts.closes;
}

export function gates(results: Results): Gate[] {
  const of = (scenario: ScenarioName): Counts => {
    const counts = countsOf(results, scenario);
    if (!counts) throw new Error(`no counts of ${scenario}`);
    return counts;
  };
  const pace = of('human pace');
  const long = of('human pace, long history');
  return [
    { what: 'D1 round trips per message, alone', value: of('alone').d1RoundTrips, limit: 1 + SLOW_MACHINE },
    { what: 'D1 round trips per message, window 16', value: of('window 16').d1RoundTrips, limit: 0.1 },
    { what: 'rows written per message that is stored, acked and read', value: pace.rowsWritten, limit: 4 + SLOW_MACHINE },
    { what: 'rows written per message in a group of 2,000', value: of('group of 2,000, 500 online').rowsWritten, limit: 4 },
    {
      what: 'rows written per message in a group of 10,000 over one of 20',
      value: of('group of 10000, 10 online').rowsWritten / of('group of 20, 10 online').rowsWritten,
      limit: 1,
    },
    { what: 'rows written per message behind a long history', value: long.rowsWritten, limit: 4 + SLOW_MACHINE },
    { what: 'rows read per message, long history over short', value: long.rowsRead / pace.rowsRead, limit: 1.1 },
    { what: 'calls between objects per message that is stored, acked and read', value: pace.rpcs, limit: 4.5 },
    { what: 'calls between objects per message and member in a group of 100', value: of('group of 100').rpcs / 100, limit: 1.2 },
    { what: 'alarms set per message', value: pace.setAlarms, limit: 0.1 },
    // Twenty connects, and the one read of the signing key that a process needs.
    { what: 'D1 round trips per reconnect with nothing new', value: of('reconnect').d1RoundTrips, limit: 1 + 1 / 20 },
    { what: 'hub wakes by heartbeats', value: wakes(of('heartbeats')), limit: 0 },
    // Without the objects' own time, which is the machine's as much as the product's.
    {
      what: 'dollars per million messages stored, deduped, acked and read, by counts',
      value: costPerMillion({ ...pace, objectMs: 0 }).total,
      limit: 5.5,
    },
    { what: 'dollars per idle user-month', value: idleUserMonth(of('idle look')), limit: 0.01 },
    { what: 'bytes of the deployed script, gzip', value: results.scriptBytes, limit: SCRIPT_BYTES_MAX },
  ];
}

export const passes = ({ value, limit }: Gate): boolean => value <= limit * 1.000001;
