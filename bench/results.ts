import type { Counts } from './counts.ts';
import type { LoadResult } from './load/spec.ts';
import type { TargetName } from './targets.ts';

/** Counts of one scenario, per unit. */
export interface Counted {
  readonly scenario: ScenarioName;
  readonly unit: 'message' | 'connect' | 'look' | 'run';
  readonly units: number;
  readonly counts: Counts;
}

export type ScenarioName =
  | 'human pace'
  | 'human pace, long history'
  | 'alone'
  | 'window 16'
  | 'group of 100'
  | 'group of 2,000, 500 online'
  | `group of ${number}, 10 online`
  | 'reconnect'
  | 'heartbeats'
  | 'idle look';

/** Repeated runs of one workload on one target. */
export interface Timed {
  readonly workload: WorkloadName;
  readonly target: TargetName;
  readonly runs: readonly LoadResult[];
}

export type WorkloadName =
  | 'window 1'
  | 'window 16'
  | 'steady 300/s'
  | 'steady 300/s, 1,000,000 messages stored'
  | 'group of 100'
  | 'group of 500'
  | 'group of 2,000, 500 online'
  | 'group of 10,000, 500 online'
  | 'storm of 500'
  | 'idle 2,000'
  | 'inbox of 1,000'
  | 'shown in Chromium at 300/s'
  | `offered ${number}/s`;

export interface Results {
  readonly at: string;
  readonly commit: string;
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly quick: boolean;
  /** When and of which commit the times are, where they are not of the same run as the counts. */
  readonly timesOf?: { readonly at: string; readonly commit: string };
  /** The Worker's script as it is deployed, gzip, bytes. */
  readonly scriptBytes: number;
  readonly counted: readonly Counted[];
  readonly timed: readonly Timed[];
}

export function countsOf(results: Results, scenario: ScenarioName): Counts | undefined {
  return results.counted.find((counted) => counted.scenario === scenario)?.counts;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
