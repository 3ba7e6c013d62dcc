// The product's Worker with faults that a test can order, for tests alone: nothing of the product knows of them.
// `PUT /__fault` orders one, `GET /__fault` tells whether it was met.

import product, { FanOutWorker, UserHub as ProductHub, Ledger as ProductLedger } from '../../worker/index';
import type { Env } from '../../worker/platform/env';
import type { Fault, FaultState } from './fault';

export { FanOutWorker };

let state: FaultState = { fault: { kind: 'none' }, reached: false };
let delivered = 0;

/** Hangs, so that the process can be killed at this point. */
function hang(): Promise<never> {
  state = { ...state, reached: true };
  return new Promise(() => {});
}

const isAt = (point: string) => state.fault.kind === 'hang' && state.fault.point === point;

export class Ledger extends ProductLedger {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, { ...env, DB: withoutDedupe(env.DB) });
  }

  override async append(...args: Parameters<ProductLedger['append']>): ReturnType<ProductLedger['append']> {
    if (isAt('before the store')) return hang();
    const result = await super.append(...args);
    if (isAt('stored, before the ack')) return hang();
    return result;
  }
}

export class UserHub extends ProductHub {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, { ...env, USER_HUB: withHangingDelivery(env.USER_HUB) });
  }

  override async webSocketMessage(socket: WebSocket, raw: string | ArrayBuffer): Promise<void> {
    if (state.fault.kind === 'ack first' && typeof raw === 'string' && raw.startsWith('{"type":"send"')) {
      const { clientMsgId, conversationId } = JSON.parse(raw) as { clientMsgId: string; conversationId: string };
      const { seq } = state.fault;
      state = { ...state, fault: { ...state.fault, seq: seq + 1 }, reached: true };
      socket.send(JSON.stringify({ type: 'sendAck', clientMsgId, conversationId, seq, n: seq, createdAt: Date.now() }));
      // Pushed but not stored, as a crash between the two would leave it.
      return;
    }
    await super.webSocketMessage(socket, raw);
  }

  override async alarm(): Promise<void> {
    if (isAt('inside the alarm, at its start')) return hang();
    await super.alarm();
    if (isAt('inside the alarm, at its end')) return hang();
  }
}

/** Hangs at a delivery to another hub: at the first one, or when two have gone through. */
function withHangingDelivery(hubs: Env['USER_HUB']): Env['USER_HUB'] {
  const getByName = (name: string) => {
    const stub = hubs.getByName(name);
    return new Proxy(stub, {
      get(target, property) {
        const member = Reflect.get(target, property, target) as unknown;
        if (property !== 'deliver') return typeof member === 'function' && property === 'fetch' ? member.bind(target) : member;
        return (items: Parameters<ProductHub['deliver']>[0]) => {
          if (isAt('before the fan-out') || (isAt('amid the fan-out') && ++delivered > 2)) return hang();
          return target.deliver(items);
        };
      },
    });
  };
  return new Proxy(hubs, { get: (target, property) => (property === 'getByName' ? getByName : Reflect.get(target, property, target)) });
}

const DEDUPE = 'AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.sender_id = s.u AND e.client_msg_id = s.m)';

/** With the fault ordered, a repeat is stored again; the unique index has to be dropped by the test. */
function withoutDedupe(db: D1Database): D1Database {
  return new Proxy(db, {
    get(target, property) {
      const member = Reflect.get(target, property, target) as unknown;
      if (property !== 'prepare') return typeof member === 'function' ? member.bind(target) : member;
      return (sql: string) => {
        if (state.fault.kind !== 'no dedupe' || !sql.includes(DEDUPE)) return target.prepare(sql);
        state = { ...state, reached: true };
        return target.prepare(sql.replace(DEDUPE, ''));
      };
    },
  });
}

export default {
  async fetch(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
    if (new URL(request.url).pathname !== '/__fault') return product.fetch(request, env, ctx);
    if (request.method === 'PUT') {
      state = { fault: (await request.json()) as Fault, reached: false };
      delivered = 0;
    }
    return Response.json(state);
  },
};
