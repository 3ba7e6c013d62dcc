import { check, type Verdict } from '../support/checker.ts';
import { Client } from '../support/client.ts';
import type { ClientOptions } from '../support/client-options.ts';
import type { Entry } from '../support/history.ts';
import { addPeople, type Person } from '../support/people.ts';
import { FaultProxy, NO_FAULTS } from '../support/proxy.ts';
import { type Random, seeded } from '../support/random.ts';
import { Server, type ServerOptions } from '../support/server.ts';
import { sleep, until } from '../support/waiting.ts';

/** Allowances so high that they limit nobody. */
export const NO_LIMITS = {
  SEND_RATE_PER_S: '1000000',
  SEND_BURST: '1000000',
  READ_RATE_PER_S: '1000000',
  READ_BURST: '1000000',
  TYPING_RATE_PER_S: '1000000',
  TYPING_BURST: '1000000',
  DRAFT_RATE_PER_S: '1000000',
  DRAFT_BURST: '1000000',
  WATCH_RATE_PER_S: '1000000',
  WATCH_BURST: '1000000',
  PULL_RATE_PER_S: '1000000',
  PULL_BURST: '1000000',
};

const FINAL_READ_MS = 120_000;
const RECEIPTS_MS = 700;
const RECEIPTS_TRIES = 60;

/** A server, a proxy before it, people, and their clients: one run from one seed. */
export class World {
  readonly server: Server;
  readonly proxy: FaultProxy;
  readonly people: readonly Person[];
  readonly random: Random;
  readonly clients: Client[] = [];
  evictions = 0;
  kills = 0;
  private evicting: Promise<void> | undefined;
  private killing: Promise<void> | undefined;

  private constructor(server: Server, proxy: FaultProxy, people: readonly Person[], random: Random) {
    this.server = server;
    this.proxy = proxy;
    this.people = people;
    this.random = random;
  }

  static async start(seed: number, people: number, options: ServerOptions = {}): Promise<World> {
    const random = seeded(seed);
    const server = await Server.start({ ...options, vars: { ...NO_LIMITS, ...options.vars } });
    return new World(server, await FaultProxy.start(server.wsUrl, random), await addPeople(server, people), random);
  }

  /** A device of a person, through the proxy, not yet online. */
  client(person: number, name: string, options: Partial<ClientOptions> = {}): Client {
    const who = this.people[person];
    if (!who) throw new Error(`there is no person ${person}`);
    const client = new Client({ url: this.proxy.url, person: who, name, random: this.random, ...options });
    this.clients.push(client);
    return client;
  }

  /**
   * Throws a person's hub out of memory; one at a time, since evictions that wait for one another lose frames that no platform
   * would. It waits for what is under way: while frames flow, wait for it with a limit.
   */
  evict(person: number, webSockets: 'hibernate' | 'close' = 'hibernate'): Promise<void> {
    this.evicting ??= this.server
      .evict(this.people[person]?.id ?? '', webSockets)
      .then(
        () => {
          this.evictions++;
        },
        // An object that is not in memory, or a runtime that was just killed: no eviction, and none is counted.
        () => {},
      )
      .finally(() => {
        this.evicting = undefined;
      });
    return this.evicting;
  }

  get isDown(): boolean {
    return this.killing !== undefined;
  }

  /** SIGKILL to the runtime; resolves when the next one answers. */
  kill(downMs = 0): Promise<void> {
    this.killing ??= this.server.kill(downMs).then(() => {
      this.kills++;
      this.killing = undefined;
    });
    return this.killing;
  }

  /** Ends all faults and waits until every client is up to date. Answers what does not settle, in words. */
  async heal(limitMs: number): Promise<string[]> {
    this.proxy.faults = NO_FAULTS;
    await this.killing;
    const late = () => this.clients.filter((client) => !client.isSettled);
    try {
      await until(() => late().length === 0, 'quiet', limitMs);
      return [];
    } catch {
      return late().map(
        (client) =>
          `${client.name} did not settle in ${limitMs} ms: ${client.isConnected ? 'online' : 'offline'}, ${client.outbox.size} unsent, ${holesOf(client)}`,
      );
    }
  }

  /** Checks the final view of every client after a reconnect, and of a fresh client per user, against D1. */
  async verdict(): Promise<Verdict> {
    for (const client of this.clients) client.cut();
    const userIds = [...new Set(this.clients.map((client) => client.userId))];
    const fresh = userIds.map((userId) =>
      this.client(
        this.people.findIndex(({ id }) => id === userId),
        `fresh ${userId}`,
      ),
    );
    await Promise.all(fresh.map((client) => client.join(FINAL_READ_MS)));
    await until(() => this.clients.every((client) => client.isSettled), 'the final read', FINAL_READ_MS).catch(() => {});
    // Marks are told by receipts, which no ack covers: a count that is wrong now may become right in a moment, and nothing else may.
    for (let tries = 1; ; tries++) {
      await sleep(RECEIPTS_MS);
      const verdict = await this.verdictAsItStands();
      if (verdict.unreadWrong.length === 0 || tries === RECEIPTS_TRIES) return verdict;
    }
  }

  /** Checks the current screens against D1. */
  async verdictAsItStands(): Promise<Verdict> {
    return check({
      intended: this.clients.flatMap((client) => client.intended),
      acked: this.clients.flatMap((client) => client.acked),
      stored: await this.stored(),
      views: this.clients.map((client) => client.view()),
    });
  }

  /** All entries of all conversations. */
  async stored(): Promise<Entry[]> {
    const entries: Entry[] = [];
    const page = 20_000;
    for (let offset = 0; ; offset += page) {
      const [rows = []] = await this.server.sql({
        sql: `SELECT conversation_id AS conversationId, seq, n, sender_id AS senderId, client_msg_id AS clientMsgId
          FROM entries ORDER BY conversation_id, seq LIMIT ?1 OFFSET ?2`,
        params: [page, offset],
      });
      entries.push(...(rows as unknown as Entry[]));
      if (rows.length < page) return entries;
    }
  }

  async stop(): Promise<void> {
    for (const client of this.clients) client.leave();
    await this.proxy.stop();
    await this.server.stop();
  }
}

function holesOf(client: Client): string {
  return [...client.timelines.values()].map((timeline) => `shows ${timeline.lastSeq} of ${timeline.targetSeq}`).join(', ');
}

/** Runs a scenario's body in a world and ends the world whatever happens. */
export async function inWorld<T>(seed: number, people: number, options: ServerOptions, body: (world: World) => Promise<T>): Promise<T> {
  const world = await World.start(seed, people, options);
  try {
    return await body(world);
  } finally {
    await world.stop();
  }
}
