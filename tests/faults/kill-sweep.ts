import { addGroup } from '../support/people.ts';
import { until } from '../support/waiting.ts';
import { FAULTY_WORKER, KILL_POINTS, type KillPoint, met, order } from './fault.ts';
import { findings, type Outcome, type Scenario, scaled } from './outcome.ts';
import { inWorld } from './world.ts';

const TIMES = 20;
const MEMBERS = 6;
const GROUP = '0gsweep';
const MET_MS = 60_000;
const BACK_MS = 60_000;
const HEAL_MS = 120_000;
/** Soon enough that a sweep need not wait for the alarm. */
const TIMING = { ACK_TIMEOUT_MS: '400', RESEND_INTERVAL_MS: '300' };

/** The runtime is killed at every point of a message's way, many times each. */
export const killSweep: Scenario = ({ seed, scale }) =>
  inWorld(seed, MEMBERS, { entry: FAULTY_WORKER, vars: TIMING }, async (world): Promise<Outcome> => {
    const times = scaled(TIMES, scale);
    await addGroup(
      world.server,
      GROUP,
      world.people.map(({ id }) => id),
    );
    // The last one acks nothing: for that one the hub sets its alarm.
    const clients = world.people.map((_, i) => world.client(i, `device ${i}`, { acks: i < MEMBERS - 1 }));
    await Promise.all(clients.map((client) => client.join()));
    const killed: Record<string, number> = Object.fromEntries(KILL_POINTS.map((point) => [point, 0]));
    const missed: string[] = [];
    const trial = async (point: KillPoint, i: number) => {
      const sender = clients[i % (MEMBERS - 1)];
      await order(world.server, { kind: 'hang', point });
      for (let n = 0; n < 3; n++) sender?.say(GROUP, `${point} ${i}.${n}`);
      if (await met(world.server, MET_MS)) killed[point] = (killed[point] ?? 0) + 1;
      else missed.push(`${point}, try ${i}: not reached`);
      await world.kill();
      await until(() => clients.every((client) => client.isConnected), 'all to be back', BACK_MS);
    };
    for (let i = 0; i < times; i++) for (const point of KILL_POINTS) await trial(point, i);
    const unsettled = await world.heal(HEAL_MS);
    const verdict = await world.verdict();
    return {
      scenario: 'kill sweep',
      promise: "killed at any point of a message's way: nothing acked is lost, nothing stored twice",
      seed,
      asked: Object.fromEntries(KILL_POINTS.map((point) => [point, times])),
      happened: killed,
      figures: { messages: verdict.counts.intended, stored: verdict.counts.stored, kills: world.kills },
      problems: [...missed, ...unsettled, ...findings(verdict)],
    };
  });
