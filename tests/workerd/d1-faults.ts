import { env } from './people';

type Batch = D1Database['batch'];

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

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
