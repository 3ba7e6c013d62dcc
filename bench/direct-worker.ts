// The product's Worker without its ledger, for the bench alone: every hub sends its own batches to D1. What the ledger is worth is the
// difference.

import product, { FanOutWorker, Ledger, UserHub as ProductHub } from '../worker/index';
import { toAnswer } from '../worker/messaging/ledger';
import type { Env } from '../worker/platform/env';
import { appendSends, type Send } from '../worker/store/log/append';

export { FanOutWorker, Ledger };

export class UserHub extends ProductHub {
  constructor(ctx: DurableObjectState, env: Env) {
    const direct = { getByName: () => ({ append: (sends: string) => append(env.DB, sends) }) };
    super(ctx, { ...env, LEDGER: direct as unknown as Env['LEDGER'] });
  }
}

async function append(db: D1Database, sends: string): Promise<string> {
  return toAnswer(await appendSends(db, JSON.parse(sends) as Send[]));
}

export default product;
