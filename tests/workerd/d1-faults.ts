import { env } from './people';

type Batch = D1Database['batch'];

/**
 * An error for a test to throw out of D1. The runner prints a stack for every exception that crosses objects, unless its words say
 * that an operation was canceled: these do, since a green run shows no exception that a test wanted.
 */
export const d1Error = (what: string): Error => new Error(`D1_ERROR: ${what} (disconnected: operation canceled)`);

/** Puts `wrapped` before every D1 batch, in this test and in every object it talks to, until the returned function is called. */
export function wrapBatches(wrapped: (real: () => Promise<D1Result[]>) => Promise<D1Result[]>): () => void {
  const prototype = Object.getPrototypeOf(env.DB) as { batch: Batch };
  const real = prototype.batch;
  prototype.batch = function (this: D1Database, statements: D1PreparedStatement[]) {
    return wrapped(() => real.call(this, statements));
  } as Batch;
  return () => {
    prototype.batch = real;
  };
}

/** Pauses before and after every single D1 statement, until the returned function is called. */
export function slowStatements(pause: () => Promise<unknown>): () => void {
  const prototype = Object.getPrototypeOf(env.DB.prepare('SELECT 1')) as Pick<D1PreparedStatement, 'run' | 'first'>;
  const { run, first } = prototype;
  prototype.run = async function (this: D1PreparedStatement) {
    await pause();
    const answer = await run.call(this);
    await pause();
    return answer;
  } as D1PreparedStatement['run'];
  prototype.first = async function (this: D1PreparedStatement) {
    await pause();
    return first.call(this);
  } as D1PreparedStatement['first'];
  return () => Object.assign(prototype, { run, first });
}

/** Counts the round trips of every object to D1 while `work` runs. */
export async function roundTrips(work: () => Promise<unknown>): Promise<number> {
  let trips = 0;
  const counting = <T extends object>(target: T, names: readonly (keyof T)[]): (() => void) => {
    const real = Object.fromEntries(names.map((name) => [name, target[name]]));
    for (const name of names) {
      const method = target[name] as (...values: unknown[]) => unknown;
      target[name] = function (this: T, ...values: unknown[]) {
        trips++;
        return method.apply(this, values);
      } as T[keyof T];
    }
    return () => void Object.assign(target, real);
  };
  const restore = [
    counting(Object.getPrototypeOf(env.DB) as D1Database, ['batch']),
    counting(Object.getPrototypeOf(env.DB.prepare('SELECT 1')) as D1PreparedStatement, ['run', 'first', 'all']),
  ];
  try {
    await work();
  } finally {
    for (const undo of restore) undo();
  }
  return trips;
}
