import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../tests/support/free-port.ts';
import { addDirects, addGroup, addPeople, type Person } from '../tests/support/people.ts';
import { processTree } from '../tests/support/processes.ts';
import { Server } from '../tests/support/server.ts';
import { seedHistory } from './history.ts';
import type { Lane, WireSpec } from './load/spec.ts';

export type TargetName =
  | 'magpie'
  | 'magpie-direct'
  | 'metered'
  | 'relay-none'
  | 'relay-batch'
  | 'relay-ledger'
  | 'relay-hub'
  | 'node-sqlite';

/** People and where they talk, as every target can have them. */
export interface Cast {
  readonly people: number;
  /** Pairs of neighbours (0 and 1, 2 and 3, …) with a conversation each. */
  readonly pairs: number;
  /** One group of the first so many people, in which person 0 talks; 0: none. */
  readonly group: number;
  /** How many people will be connected. */
  readonly online: number;
}

export interface Running {
  readonly wire: WireSpec;
  readonly lanes: readonly Lane[];
  readonly pids: readonly number[];
  readonly meterUrl?: string;
  readonly server?: Server;
  stop(): Promise<void>;
}

export interface TargetOptions {
  readonly vars?: Readonly<Record<string, string>>;
  /** Direct conversations that person 0 has besides, with those who come after the cast's pairs. */
  readonly inbox?: number;
  /** Whether a profiler may attach. */
  readonly inspect?: boolean;
}

/** Entries that hold the product, by the target's name. */
const PRODUCTS: Partial<Record<TargetName, string>> = {
  magpie: 'worker/index.ts',
  'magpie-direct': 'bench/direct-worker.ts',
  metered: 'bench/metered-worker.ts',
};

/** Lets nobody's allowance stand in the way of a load. */
const NO_LIMITS = {
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
const RELAY_OBJECTS = { USER: 'User', WRITER: 'Writer' };

export async function startTarget(name: TargetName, cast: Cast, options: TargetOptions = {}): Promise<Running> {
  const entry = PRODUCTS[name];
  if (entry !== undefined) return startProduct(entry, cast, options);
  return name === 'node-sqlite' ? startNode(cast) : startRelay(name.slice('relay-'.length), cast, options.inspect ?? false);
}

async function startProduct(entry: string, cast: Cast, { vars = {}, inbox = 0, inspect = false }: TargetOptions): Promise<Running> {
  const server = await Server.start({ entry, vars: { ...NO_LIMITS, ...vars }, inspect });
  const people = await addPeople(server, cast.people);
  const ids = await addDirects(server, pairsOf(cast, people));
  if (inbox > 0) {
    const friends = people.slice(1, inbox + 1).map((friend): [string, string] => [people[0]?.id ?? '', friend.id]);
    for (const id of await addDirects(server, friends)) await seedHistory(server, id, 1);
  }
  const groupId = '0gbench';
  if (cast.group > 0) await addGroup(server, groupId, people.slice(0, cast.group).map(idOf));
  return {
    wire: { kind: 'magpie', url: server.wsUrl, people },
    lanes: lanesOf(cast, people.map(idOf), (pair) => ids[pair] ?? '', groupId),
    pids: server.pids,
    server,
    ...(entry === PRODUCTS.metered && { meterUrl: `${server.httpUrl}/__meter` }),
    stop: () => server.stop(),
  };
}

async function startRelay(mode: string, cast: Cast, inspect: boolean): Promise<Running> {
  const server = await Server.start({ entry: 'bench/baselines/relay.ts', objects: RELAY_OBJECTS, migrate: false, inspect });
  await (await fetch(`${server.httpUrl}/schema`)).text();
  return { ...relayWire(server.wsUrl, mode, cast), pids: server.pids, server, stop: () => server.stop() };
}

async function startNode(cast: Cast): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'magpie-node-'));
  const port = await freePort();
  const child: ChildProcess = fork(join(import.meta.dirname, 'baselines', 'node-sqlite.ts'), [String(port), join(folder, 'data.db')], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error('the Node baseline did not start')));
  });
  return {
    ...relayWire(`ws://127.0.0.1:${port}`, 'node', cast),
    pids: processTree(child.pid ?? 0),
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function relayWire(url: string, mode: string, cast: Cast): Pick<Running, 'wire' | 'lanes'> {
  const users = Array.from({ length: cast.people }, (_, i) => `u${i}`);
  return { wire: { kind: 'relay', url, mode, users }, lanes: lanesOf(cast, users, String, '') };
}

const idOf = ({ id }: { readonly id: string }) => id;

function pairsOf({ pairs }: Cast, people: readonly Person[]): [string, string][] {
  return Array.from({ length: pairs }, (_, i) => [people[2 * i]?.id ?? '', people[2 * i + 1]?.id ?? '']);
}

/** Group casts have one lane, the others one a pair, in which the even person talks. */
function lanesOf(cast: Cast, ids: readonly string[], conversationOf: (pair: number) => string, groupId: string): Lane[] {
  if (cast.group > 0) {
    // A relay knows no membership: it is told whom to call, and is not made to call those who are not there.
    const to = ids.slice(1, Math.min(cast.group, cast.online));
    return [{ from: 0, conversationId: groupId, to, receivers: to.length }];
  }
  return Array.from({ length: cast.pairs }, (_, i) => ({
    from: 2 * i,
    conversationId: conversationOf(i),
    to: [ids[2 * i + 1] ?? ''],
    receivers: 1,
  }));
}
