import { problems, type Verdict } from '../support/checker.ts';

/** The result of a scenario. */
export interface Outcome {
  readonly scenario: string;
  /** The tested rule or promise. */
  readonly promise: string;
  readonly seed: number;
  /** The required number of each fault; a run with fewer proves nothing. */
  readonly asked: Readonly<Record<string, number>>;
  readonly happened: Readonly<Record<string, number>>;
  readonly figures: Readonly<Record<string, number>>;
  /** What was broken, in words; empty when everything held. */
  readonly problems: readonly string[];
}

export interface ScenarioOptions {
  readonly seed: number;
  /** Share of the full count of faults and messages, at most 1: small for CI. */
  readonly scale: number;
  /** Waits for what takes minutes. */
  readonly long?: boolean;
}

export type Scenario = (options: ScenarioOptions) => Promise<Outcome>;

/** Faults that happened less often than asked. */
export function missing({ asked, happened }: Pick<Outcome, 'asked' | 'happened'>): string[] {
  return Object.entries(asked)
    .filter(([fault, count]) => (happened[fault] ?? 0) < count)
    .map(([fault, count]) => `only ${happened[fault] ?? 0} of ${count} ${fault}`);
}

export function held(outcome: Outcome): boolean {
  return outcome.problems.length === 0 && missing(outcome).length === 0;
}

const EXAMPLES = 3;

/** The checker's findings as problems, a few examples of each. */
export function findings(verdict: Verdict): string[] {
  if (problems(verdict) === 0) return [];
  const { lost, duplicated, outOfOrder, phantom, unreadWrong } = verdict;
  return Object.entries({ lost, duplicated, outOfOrder, phantom, unreadWrong })
    .filter(([, list]) => list.length > 0)
    .map(([name, list]) => `${list.length} ${name}: ${list.slice(0, EXAMPLES).join('; ')}`);
}

/** A whole count at a scale, at least one. */
export const scaled = (count: number, scale: number): number => Math.max(1, Math.round(count * scale));
