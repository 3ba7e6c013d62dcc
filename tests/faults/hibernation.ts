import { type Counts, noCounts } from '../../bench/counts.ts';
import { addDirects } from '../support/people.ts';
import { sleep, until } from '../support/waiting.ts';
import { findings, type Outcome, type Scenario, scaled } from './outcome.ts';
import { inWorld } from './world.ts';

const EVICTIONS = 500;
const HEAL_MS = 120_000;
/** A client on a busy machine acks late: only what an eviction lost is pushed again. */
const ACK_TIMEOUT_MS = 30_000;

/** Evicts hubs between any two frames and keeps their sockets. */
export const hibernation: Scenario = ({ seed, scale }) =>
  inWorld(seed, 2, { vars: { ACK_TIMEOUT_MS: String(ACK_TIMEOUT_MS) } }, async (world): Promise<Outcome> => {
    const evictions = scaled(EVICTIONS, scale);
    const [conversation = ''] = await addDirects(world.server, [['u0', 'u1']]);
    const clients = [world.client(0, 'a1', { ackDelayMs: 20 }), world.client(1, 'b1', { ackDelayMs: 20 })];
    await Promise.all(clients.map((client) => client.join()));
    for (let i = 0; world.evictions < evictions && i < evictions * 2; i++) {
      const client = clients[i % 2];
      if (i % 5 === 4) client?.readAll(conversation);
      else client?.say(conversation, `message ${i}`);
      await sleep(world.random() * 30);
      await world.evict(Math.floor(world.random() * 2));
    }
    const unsettled = await world.heal(HEAL_MS);
    const noticed = clients.flatMap(({ name, counts, closes }) => {
      const odd = {
        closes: closes.size,
        redeliveries: counts.redeliveries,
        errors: counts.errors.size,
        connects: counts.connects - 1,
      };
      return Object.entries(odd).flatMap(([what, count]) => (count > 0 ? [`${name} noticed ${count} ${what}`] : []));
    });
    for (const client of clients) client.readAll(conversation);
    const verdict = await world.verdict();
    return {
      scenario: 'hibernation',
      promise: 'an eviction between any two frames is nothing a client could notice',
      seed,
      asked: { evictions },
      happened: { evictions: world.evictions },
      figures: { messages: verdict.counts.intended, stored: verdict.counts.stored },
      problems: [...unsettled, ...noticed, ...findings(verdict)],
    };
  });

const CONNECTIONS = 20;
const LONG_QUIET_MS = 600_000;
const PINGS = 10;
const PINGS_MS = 120_000;
/** What a connect leaves behind (acks, timers of its hub) is over when nothing was counted for so long. */
const SETTLING_MS = 3000;
const SETTLING_TRIES = 20;

const wakesIn = ({ framesIn, alarms, rpcs, closes }: Counts): number => framesIn + alarms + rpcs + closes;

/** Connections that only ping: ten minutes of it with `--long`, ten pings each at a faster beat otherwise. */
export const heartbeats: Scenario = ({ seed, long = false }) =>
  inWorld(seed, CONNECTIONS, { entry: 'bench/metered-worker.ts' }, async (world): Promise<Outcome> => {
    const clients = world.people.map((_, i) => world.client(i, `device ${i}`, long ? {} : { heartbeatMs: 1000 }));
    await Promise.all(clients.map((client) => client.join()));
    const meter = `${world.server.httpUrl}/__meter`;
    const read = async (): Promise<Counts> => ({ ...noCounts(), ...((await (await fetch(meter)).json()) as Counts) });
    for (let tries = 0; tries < SETTLING_TRIES; tries++) {
      await (await fetch(meter, { method: 'DELETE' })).text();
      await sleep(SETTLING_MS);
      if (wakesIn(await read()) === 0) break;
    }
    const pongs = () => clients.map((client) => client.counts.pongs);
    const before = pongs();
    const beats = () => pongs().map((count, i) => count - (before[i] ?? 0));
    const startedAt = performance.now();
    if (long) await sleep(LONG_QUIET_MS);
    else await until(() => beats().every((count) => count >= PINGS), 'pings', PINGS_MS).catch(() => {});
    const counts = await read();
    const wakes = wakesIn(counts);
    const alive = clients.filter((client) => client.isConnected && client.counts.connects === 1).length;
    const pings = beats().reduce((sum, count) => sum + count, 0);
    return {
      scenario: 'heartbeats',
      promise: 'CONN-2: heartbeats wake no hub',
      seed,
      asked: { pings: long ? CONNECTIONS * 15 : CONNECTIONS * PINGS },
      happened: { pings },
      figures: { seconds: Math.round((performance.now() - startedAt) / 1000), wakes, connectionsAlive: alive },
      problems: [
        ...(wakes > 0 ? [`${wakes} wakes: ${JSON.stringify(counts)}`] : []),
        ...(alive < CONNECTIONS ? [`${CONNECTIONS - alive} connections were lost`] : []),
      ],
    };
  });
