import { AsyncLocalStorage } from 'node:async_hooks';
import type { Env } from '../worker/platform/env';
import { noCounts } from './counts';

/** One isolate serves all objects of a local run, so its module scope can count for all of them. */
export const counts = noCounts();

export function resetCounts(): void {
  Object.assign(counts, noCounts());
}

/** Statements that a meter handed out, by the face the product holds. */
const statements = new WeakMap<object, D1PreparedStatement>();

function meterStatement(statement: D1PreparedStatement): D1PreparedStatement {
  const metered = {
    bind: (...values: unknown[]) => meterStatement(statement.bind(...values)),
    first: async (column?: string) => {
      const result = count(await during(() => statement.all<Record<string, unknown>>()));
      const row = result.results[0];
      return row === undefined ? null : column === undefined ? row : row[column];
    },
    run: async () => count(await during(() => statement.run())),
    all: async () => count(await during(() => statement.all())),
  };
  statements.set(metered, statement);
  // `raw` is left out: the product does not use it, and a call would fail loudly.
  return metered as unknown as D1PreparedStatement;
}

function count<R extends D1Result<unknown>>(result: R): R {
  counts.d1RoundTrips++;
  rows(result);
  return result;
}

function rows(result: D1Result<unknown>): void {
  counts.rowsRead += result.meta.rows_read;
  counts.rowsWritten += result.meta.rows_written;
}

function meterDatabase(db: D1Database): D1Database {
  const metered = {
    prepare: (sql: string) => meterStatement(db.prepare(sql)),
    batch: async (list: D1PreparedStatement[]) => {
      const results = await during(() => db.batch(list.map((statement) => statements.get(statement) ?? statement)));
      counts.d1RoundTrips++;
      results.forEach(rows);
      return results;
    },
  };
  return metered as unknown as D1Database;
}

/** A namespace whose stubs count every call. */
function meterNamespace<T extends Rpc.DurableObjectBranded | undefined>(namespace: DurableObjectNamespace<T>): DurableObjectNamespace<T> {
  return new Proxy(namespace, {
    get(target, property) {
      if (property !== 'getByName' && property !== 'get') return Reflect.get(target, property, target);
      return (...args: [never]) => meterStub((target[property] as (...args: unknown[]) => object)(...args));
    },
  });
}

function meterStub(stub: object): object {
  return new Proxy(stub, {
    get(target, property) {
      const member = Reflect.get(target, property, target) as unknown;
      if (typeof member !== 'function' || property === 'fetch') return typeof member === 'function' ? member.bind(target) : member;
      return (...args: unknown[]) => {
        counts.rpcs++;
        // Called on the stub itself: a method taken off an RPC stub loses its object.
        return during(async () => (target as Record<PropertyKey, (...args: unknown[]) => unknown>)[property]?.(...args));
      };
    },
  });
}

const metered = new WeakMap<Env, Env>();

/** The bindings, with a meter at each that costs money. */
export function meterEnv(env: Env): Env {
  const known = metered.get(env);
  if (known) return known;
  const fresh = { ...env, DB: meterDatabase(env.DB), USER_HUB: meterNamespace(env.USER_HUB), LEDGER: meterNamespace(env.LEDGER) };
  metered.set(env, fresh);
  return fresh;
}

const meteredStorages = new WeakSet<object>();

/** Counts `setAlarm`, which is a row written. */
export function meterStorage(storage: DurableObjectStorage): void {
  const prototype = Object.getPrototypeOf(storage) as DurableObjectStorage;
  if (meteredStorages.has(prototype)) return;
  meteredStorages.add(prototype);
  const { setAlarm } = prototype;
  prototype.setAlarm = function (this: DurableObjectStorage, ...args) {
    counts.setAlarms++;
    return setAlarm.apply(this, args);
  };
}

interface Activity {
  depth: number;
  since: number;
}

const activities = new WeakMap<object, Activity>();
const current = new AsyncLocalStorage<Activity>();

function begin(activity: Activity): void {
  if (activity.depth++ === 0) activity.since = Date.now();
}

function end(activity: Activity): void {
  if (--activity.depth === 0) counts.objectMs += Date.now() - activity.since;
}

/** Runs an event of an object. The object counts as running until the event, all its calls and all its timers are over. */
export function busy<T>(object: object, run: () => T | Promise<T>): Promise<T> {
  const activity = activities.get(object) ?? { depth: 0, since: 0 };
  activities.set(object, activity);
  return current.run(activity, () => during(run));
}

/** A call whose answer the object waits for. */
async function during<T>(run: () => T | Promise<T>): Promise<T> {
  const activity = current.getStore();
  if (!activity) return run();
  begin(activity);
  try {
    return await run();
  } finally {
    end(activity);
  }
}

/** A pending timer keeps its object awake, and an object that is awake is billed. */
function meterTimers(): void {
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  const pending = new Map<unknown, Activity>();
  const over = (id: unknown) => {
    const activity = pending.get(id);
    pending.delete(id);
    if (activity) end(activity);
  };
  globalThis.setTimeout = ((run: () => void, ms?: number) => {
    const activity = current.getStore();
    const id = set(() => {
      over(id);
      run();
    }, ms);
    if (activity) {
      begin(activity);
      pending.set(id, activity);
    }
    return id;
  }) as typeof setTimeout;
  globalThis.clearTimeout = ((id: never) => {
    over(id);
    clear(id);
  }) as typeof clearTimeout;
}

meterTimers();
