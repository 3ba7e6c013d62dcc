import { AckTimer } from '../../worker/hub/delivery/ack-timer';
import { UserHub } from '../../worker/hub/user-hub';
import { Ledger } from '../../worker/messaging/ledger';
import type { Env } from '../../worker/platform/env';
import { after, type SimD1 } from './d1';

const GONE = 'Connection closed: this Durable Object instance is no longer active';

/** The hub's end of a socket. Its frames wait until the network delivers them; a close notifies the network. */
export class ServerSocket {
  readyState = 1;
  pingAt: Date | null = null;
  private attachment: unknown = null;
  private carrier: { down(text: string): void; closed(code: number, reason: string): void } | undefined;
  private readonly early: string[] = [];
  private earlyClose: { code: number; reason: string } | undefined;

  carriedBy(carrier: NonNullable<ServerSocket['carrier']>): void {
    this.carrier = carrier;
    for (const text of this.early.splice(0)) carrier.down(text);
    if (this.earlyClose) carrier.closed(this.earlyClose.code, this.earlyClose.reason);
  }

  send(text: string): void {
    if (this.readyState !== 1) throw new Error('The socket is closed.');
    if (this.carrier) this.carrier.down(text);
    else this.early.push(text);
  }

  close(code = 1005, reason = ''): void {
    if (this.readyState >= 2) return;
    this.readyState = 2;
    if (this.carrier) this.carrier.closed(code, reason);
    else this.earlyClose = { code, reason };
  }

  serializeAttachment(value: unknown): void {
    this.attachment = structuredClone(value);
  }

  deserializeAttachment(): unknown {
    return structuredClone(this.attachment);
  }
}

/** Installs the globals that the Worker expects. */
export function installGlobals(): void {
  class Pair {
    readonly 0: ServerSocket;
    readonly 1: ServerSocket;
    constructor() {
      this[1] = new ServerSocket();
      this[0] = this[1];
    }
  }
  class SimResponse {
    readonly headers = new Headers();
    readonly status: number;
    readonly webSocket: ServerSocket | undefined;
    constructor(
      private readonly body: unknown,
      init: { status?: number; webSocket?: ServerSocket } = {},
    ) {
      this.status = init.status ?? 200;
      this.webSocket = init.webSocket;
    }
    get ok(): boolean {
      return this.status < 300;
    }
    async json(): Promise<unknown> {
      return JSON.parse(String(this.body));
    }
  }
  Object.assign(globalThis, { WebSocketPair: Pair, WebSocketRequestResponsePair: class {}, Response: SimResponse });
}

/** One life of an object, from construction to eviction or death. */
interface Life<T> {
  readonly instance: T;
  alive: boolean;
  /** Events and calls under way. */
  busy: number;
  /** Rejects when the object dies: so do the calls under way. */
  readonly death: Promise<never>;
  readonly die: () => void;
}

/** A durable object: sockets and the alarm outlive its lives. */
class SimObject<T extends object> {
  life: Life<T> | undefined;
  readonly sockets = new Set<ServerSocket>();
  alarmAt: number | null = null;
  private alarmTimer: ReturnType<typeof setTimeout> | undefined;
  wakes = 0;

  constructor(
    private readonly make: (object: SimObject<T>, life: { alive: boolean }) => T,
    private readonly latencyMs: () => number,
  ) {}

  private current(): Life<T> {
    if (!this.life) {
      let die = () => {};
      const death = new Promise<never>((_, reject) => {
        die = () => reject(new Error(GONE));
      });
      death.catch(() => undefined);
      const life = { alive: true, busy: 0, death, die };
      this.wakes++;
      this.life = Object.assign(life, { instance: this.make(this, life) });
    }
    return this.life;
  }

  /** Runs something in the object as the platform would; rejects when the object dies meanwhile. */
  async run<R>(work: (instance: T) => Promise<R> | R): Promise<R> {
    const life = this.current();
    life.busy++;
    try {
      return await Promise.race([work(life.instance), life.death]);
    } finally {
      life.busy--;
    }
  }

  async call<R>(work: (instance: T) => Promise<R> | R): Promise<R> {
    await after(this.latencyMs());
    const result = await this.run(work);
    await after(this.latencyMs());
    return result;
  }

  setAlarm(at: number): void {
    this.alarmAt = at;
    clearTimeout(this.alarmTimer);
    this.alarmTimer = setTimeout(
      () => {
        this.alarmAt = null;
        void this.run((instance) => (instance as { alarm?: () => Promise<void> }).alarm?.()).catch(() => undefined);
      },
      Math.max(0, at - Date.now()),
    );
  }

  /** Evicts the object and keeps its sockets, if it has nothing to do, as the platform does; returns whether it did. */
  evict(isIdle: (instance: T) => boolean): boolean {
    if (!this.life || this.life.busy > 0 || !isIdle(this.life.instance)) return false;
    this.life.alive = false;
    this.life = undefined;
    return true;
  }

  /** Kills the object with its sockets, in the middle of its work. */
  kill(): void {
    if (this.life) {
      this.life.alive = false;
      this.life.die();
    }
    this.life = undefined;
    for (const socket of this.sockets) socket.close(1006, '');
    this.sockets.clear();
  }
}

/** A hub whose ack timer runs is not evicted: a timer keeps an object awake. */
function hasNoTimer(hub: UserHub): boolean {
  const ackTimer: unknown = Reflect.get(hub, 'ackTimer');
  if (!(ackTimer instanceof AckTimer)) throw new Error('The ack timer of the hub has moved.');
  return Reflect.get(ackTimer, 'timer') === undefined;
}

/** The platform in one process and in virtual time: objects that are evicted and die, D1 behind them. */
export class Platform {
  readonly hubs = new Map<string, SimObject<UserHub>>();
  private readonly ledger: SimObject<Ledger>;

  constructor(
    readonly db: SimD1,
    private readonly vars: Partial<Record<keyof Env, string>>,
    private readonly latencyMs: () => number,
  ) {
    this.ledger = new SimObject((object, life) => new Ledger(this.context('0', object, life), this.env(life)), latencyMs);
  }

  hub(userId: string): SimObject<UserHub> {
    let hub = this.hubs.get(userId);
    if (!hub) {
      hub = new SimObject((object, life) => new UserHub(this.context(userId, object, life), this.env(life)), this.latencyMs);
      this.hubs.set(userId, hub);
    }
    return hub;
  }

  /** Every process at once, as in a deploy or a crash. */
  killAll(): void {
    this.ledger.kill();
    for (const hub of this.hubs.values()) hub.kill();
  }

  killHub(userId: string): void {
    this.hub(userId).kill();
  }

  killLedger(): void {
    this.ledger.kill();
  }

  evict(userId: string): boolean {
    return this.hub(userId).evict(hasNoTimer);
  }

  /** An upgrade, as the Worker hands it to the hub; undefined: refused. */
  async connect(userId: string, sessionId: string, query: string): Promise<ServerSocket | undefined> {
    const request = { url: `https://sim/api/ws${query}`, headers: new Headers({ 'x-magpie-session': sessionId }) } as Request;
    const answer = await this.hub(userId).call((hub) => hub.fetch(request));
    return (answer as unknown as { webSocket?: ServerSocket }).webSocket;
  }

  /** Never answers a dead object: what it began is lost with it. */
  private async guarded<R>(life: { alive: boolean }, work: () => Promise<R>): Promise<R> {
    if (!life.alive) return new Promise<R>(() => undefined);
    try {
      const result = await work();
      return life.alive ? result : new Promise<R>(() => undefined);
    } catch (error) {
      if (!life.alive) return new Promise<R>(() => undefined);
      throw error;
    }
  }

  private env(life: { alive: boolean }): Env {
    const { db } = this;
    const guarded = <R>(work: () => Promise<R>) => this.guarded(life, work);
    const wrap = (statement: ReturnType<SimD1['prepare']>): unknown => ({
      statement,
      bind: (...values: never[]) => wrap(statement.bind(...values)),
      all: () => guarded(() => statement.all()),
      run: () => guarded(() => statement.run()),
      first: () => guarded(() => statement.first()),
    });
    const unwrap = (statements: unknown[]) => statements.map((one) => (one as { statement: ReturnType<SimD1['prepare']> }).statement);
    return {
      ...this.vars,
      DB: {
        prepare: (sql: string) => wrap(db.prepare(sql)),
        batch: (statements: unknown[]) => guarded(() => db.batch(unwrap(statements))),
      },
      USER_HUB: {
        getByName: (userId: string) => ({
          deliver: (items: never[]) => guarded(() => this.hub(userId).call((hub) => hub.deliver(structuredClone(items)))),
          isOnline: () => guarded(() => this.hub(userId).call((hub) => hub.isOnline())),
        }),
      },
      LEDGER: {
        getByName: () => ({
          append: (sends: never[]) => guarded(() => this.ledger.call((ledger) => ledger.append(structuredClone(sends)))),
        }),
      },
    } as unknown as Env;
  }

  private context<T extends object>(name: string, object: SimObject<T>, life: { alive: boolean }): DurableObjectState {
    return {
      id: { name },
      storage: {
        getAlarm: async () => object.alarmAt,
        setAlarm: async (at: number) => {
          if (life.alive) object.setAlarm(at);
        },
      },
      waitUntil: (work: Promise<unknown>) => void work.catch(() => undefined),
      acceptWebSocket: (socket: ServerSocket) => object.sockets.add(socket),
      getWebSockets: () => [...object.sockets].filter((socket) => socket.readyState === 1),
      setWebSocketAutoResponse: () => undefined,
      getWebSocketAutoResponseTimestamp: (socket: ServerSocket) => socket.pingAt,
      exports: {},
    } as unknown as DurableObjectState;
  }
}
