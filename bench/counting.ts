import { divided } from './counts.ts';
import { seedHistory } from './history.ts';
import { generate } from './load/generate.ts';
import type { Workload } from './load/spec.ts';
import type { Counted, ScenarioName } from './results.ts';
import { type Cast, startTarget } from './targets.ts';

interface Scenario {
  readonly name: ScenarioName;
  readonly unit: Counted['unit'];
  readonly cast: Cast;
  readonly workload: Workload;
  readonly reads?: boolean;
  readonly vars?: Readonly<Record<string, string>>;
  /** Messages already stored in each lane's conversation. */
  readonly history?: number;
}

const pairs = (count: number): Cast => ({ people: 2 * count, pairs: count, group: 0, online: 2 * count });
const group = (members: number, online: number): Cast => ({ people: members, pairs: 0, group: members, online });

const FEW_ONLINE_OF = [20, 200, 2000, 10_000] as const;

function scenarios(quick: boolean): Scenario[] {
  // Ten pairs who write every half second each: every message travels, is acked and read by itself, as among people.
  const pace: Workload = { kind: 'open', perS: 20, seconds: quick ? 6 : 15, warmUp: 40 };
  return [
    { name: 'human pace', unit: 'message', cast: pairs(10), workload: pace, reads: true },
    { name: 'human pace, long history', unit: 'message', cast: pairs(10), workload: pace, reads: true, history: quick ? 5000 : 100_000 },
    { name: 'alone', unit: 'message', cast: pairs(1), workload: { kind: 'closed', window: 1, total: 300, warmUp: 20 } },
    {
      name: 'window 16',
      unit: 'message',
      cast: pairs(100),
      workload: { kind: 'closed', window: 16, total: quick ? 6000 : 20_000, warmUp: 500 },
    },
    { name: 'group of 100', unit: 'message', cast: group(100, 100), workload: { kind: 'closed', window: 1, total: 10, warmUp: 2 } },
    {
      name: 'group of 2,000, 500 online',
      unit: 'message',
      cast: group(2000, 500),
      workload: { kind: 'closed', window: 1, total: 10, warmUp: 2 },
    },
    // The same with few of them there: what is written does not know how many are not.
    ...FEW_ONLINE_OF.map(
      (members): Scenario => ({
        name: `group of ${members}, 10 online`,
        unit: 'message',
        cast: group(members, 10),
        workload: { kind: 'closed', window: 1, total: 10, warmUp: 2 },
      }),
    ),
    { name: 'reconnect', unit: 'connect', cast: pairs(1), workload: { kind: 'inbox', times: 10 } },
    { name: 'heartbeats', unit: 'run', cast: pairs(25), workload: { kind: 'idle', seconds: quick ? 8 : 60, pingEveryMs: 1000 } },
    {
      name: 'idle look',
      unit: 'look',
      cast: pairs(10),
      workload: { kind: 'idle', seconds: 12, pingEveryMs: 1000 },
      vars: { IDLE_TIMEOUT_MS: '3000' },
    },
  ];
}

const isIdle = ({ workload }: Scenario) => workload.kind === 'idle';

/** Runs every scenario on the metered Worker and counts what it costs. Times play no part: load of others does no harm. */
export async function countAll(quick: boolean, say: (line: string) => void): Promise<Counted[]> {
  const count = async (scenario: Scenario) => {
    const counted = await countOne(scenario);
    say(`counted ${scenario.name}`);
    return counted;
  };
  const all = scenarios(quick);
  // Those that do nothing but wait do so beside the others.
  const waiting = Promise.all(all.filter(isIdle).map(count));
  const counted: Counted[] = [];
  for (const scenario of all) if (!isIdle(scenario)) counted.push(await count(scenario));
  return [...counted, ...(await waiting)];
}

async function countOne({ name, unit, cast, workload, reads = false, vars = {}, history = 0 }: Scenario): Promise<Counted> {
  const target = await startTarget('metered', cast, { vars });
  try {
    if (history > 0 && target.server) for (const lane of target.lanes) await seedHistory(target.server, lane.conversationId, history);
    const { wire, lanes, pids, meterUrl = '' } = target;
    const result = await generate({ wire, lanes, workload, connections: cast.online, textLength: 100, reads, pids, meterUrl });
    if (result.lost > 0)
      throw new Error(`${name}: ${result.lost} of ${result.messages} messages were lost; ${JSON.stringify(result.errors)}`);
    if (!result.counts) throw new Error(`${name}: the meter did not answer`);
    const units = { message: result.messages, connect: 'times' in workload ? 2 * workload.times : 1, look: result.counts.alarms, run: 1 }[
      unit
    ];
    return { scenario: name, unit, units, counts: divided(result.counts, units) };
  } finally {
    await target.stop();
  }
}
