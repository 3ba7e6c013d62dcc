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
