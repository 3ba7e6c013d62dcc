// The product's Worker with meters at its bindings, for the bench alone: nothing of the product is changed or left out.
// `GET /__meter` answers the counts since the last `DELETE /__meter`.

import product, { FanOutWorker as ProductFanOutWorker, UserHub as ProductHub, Ledger as ProductLedger } from '../worker/index';
import type { Env } from '../worker/platform/env';
import { busy, counts, meterEnv, meterStorage, resetCounts } from './meter';

export class UserHub extends ProductHub {
  constructor(ctx: DurableObjectState, env: Env) {
    meterStorage(ctx.storage);
    super(ctx, meterEnv(env));
    counts.hubStarts++;
  }

  override fetch(request: Request): Promise<Response> {
    counts.objectHttp++;
    return busy(this, () => super.fetch(request));
  }

  override webSocketMessage(socket: WebSocket, raw: string | ArrayBuffer): void | Promise<void> {
    counts.framesIn++;
    return busy(this, () => super.webSocketMessage(socket, raw));
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string, wasClean: boolean): Promise<void> {
    counts.closes++;
    return busy(this, () => super.webSocketClose(socket, code, reason, wasClean));
  }

  override alarm(): Promise<void> {
    counts.alarms++;
    return busy(this, () => super.alarm());
  }

  override deliver(...args: Parameters<ProductHub['deliver']>): void | Promise<void> {
    return busy(this, () => super.deliver(...args));
  }
}

export class Ledger extends ProductLedger {
  constructor(ctx: DurableObjectState, env: Env) {
    meterStorage(ctx.storage);
    super(ctx, meterEnv(env));
  }

  override append(...args: Parameters<ProductLedger['append']>): ReturnType<ProductLedger['append']> {
    return busy(this, () => super.append(...args));
  }
}

export class FanOutWorker extends ProductFanOutWorker {
  constructor(ctx: ExecutionContext, env: Env) {
    super(ctx, meterEnv(env));
    counts.spreads++;
  }
}

export default {
  fetch(request: Request, env: Env, ctx: ExecutionContext): Response | Promise<Response> {
    if (new URL(request.url).pathname === '/__meter') {
      if (request.method === 'DELETE') resetCounts();
      return Response.json(counts);
    }
    counts.workerRequests++;
    return product.fetch(request, meterEnv(env), ctx);
  },
};
