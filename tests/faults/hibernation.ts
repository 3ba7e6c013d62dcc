import { type Counts, noCounts } from '../../bench/counts.ts';
import { addDirects } from '../support/people.ts';
import { sleep } from '../support/waiting.ts';
import { findings, type Outcome, type Scenario, scaled } from './outcome.ts';
import { inWorld } from './world.ts';

const EVICTIONS = 500;
const HEAL_MS = 30_000;

/** Hubs are thrown out of memory between any two frames, their sockets kept. */
export const hibernation: Scenario = ({ seed, scale }) =>
  inWorld(seed, 2, {}, async (world): Promise<Outcome> => {
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
const QUIET_MS = 15_000;
const LONG_QUIET_MS = 600_000;
/** What a connect leaves behind (acks, timers of its hub) is over by then. */
const SETTLING_MS = 3000;

/** Connections that only ping: ten minutes of it with `--long`, a quarter of a minute at a faster beat otherwise. */
export const heartbeats: Scenario = ({ seed, long = false }) =>
  inWorld(seed, CONNECTIONS, { entry: 'bench/metered-worker.ts' }, async (world): Promise<Outcome> => {
    const clients = world.people.map((_, i) => world.client(i, `device ${i}`, long ? {} : { heartbeatMs: 1000 }));
    await Promise.all(clients.map((client) => client.join()));
    await sleep(SETTLING_MS);
    const meter = `${world.server.httpUrl}/__meter`;
    await (await fetch(meter, { method: 'DELETE' })).text();
    const ms = long ? LONG_QUIET_MS : QUIET_MS;
    await sleep(ms);
    const counts: Counts = { ...noCounts(), ...((await (await fetch(meter)).json()) as Counts) };
    const wakes = counts.framesIn + counts.alarms + counts.rpcs + counts.closes;
    const alive = clients.filter((client) => client.isConnected && client.counts.connects === 1).length;
    const pings = clients.reduce((sum, client) => sum + client.counts.pongs, 0);
    return {
      scenario: 'heartbeats',
      promise: 'CONN-2: heartbeats wake no hub',
      seed,
      asked: { pings: long ? CONNECTIONS * 15 : CONNECTIONS * 10 },
      happened: { pings },
      figures: { seconds: ms / 1000, wakes, connectionsAlive: alive },
      problems: [
        ...(wakes > 0 ? [`${wakes} wakes: ${JSON.stringify(counts)}`] : []),
        ...(alive < CONNECTIONS ? [`${CONNECTIONS - alive} connections were lost`] : []),
      ],
    };
  });
