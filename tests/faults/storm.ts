import { type Counts, noCounts } from '../../bench/counts.ts';
import { backoffMs, spreadMs } from '../../web/connection/backoff.ts';
import { addDirects } from '../support/people.ts';
import { sleep, until } from '../support/waiting.ts';
import { findings, type Outcome, type Scenario, scaled } from './outcome.ts';
import { inWorld } from './world.ts';

const CLIENTS = 500;
const BUCKET_SHARE_MAX = 0.15;
const BACK_MS = 60_000;
const PROBE_EVERY_MS = 50;
const CALM_AFTER_MS = 30_000;
const ACK_P99_MS = 1000;

/** As the app waits: the links stood, so the first wait is anywhere in the spread. */
const comeBackMs = (attempt: number, random: number) => (attempt === 0 ? spreadMs(random) : backoffMs(attempt, random));

/** Cuts all connections at once, like a deploy; clients reconnect with the app's back-off. */
export const storm: Scenario = ({ seed, scale }) =>
  inWorld(seed, 2 * scaled(CLIENTS / 2, scale) + 2, { entry: 'bench/metered-worker.ts' }, async (world): Promise<Outcome> => {
    const count = world.people.length - 2;
    const [conversation = ''] = await addDirects(world.server, [[`u${count}`, `u${count + 1}`]]);
    const crowd = Array.from({ length: count }, (_, i) => world.client(i, `device ${i}`, { backoff: comeBackMs }));
    // The crowd only connects; this pair writes meanwhile.
    const pair = [world.client(count, 'probe a'), world.client(count + 1, 'probe b')] as const;
    for (let i = 0; i < crowd.length; i += 50) await Promise.all(crowd.slice(i, i + 50).map((client) => client.join(60_000)));
    await Promise.all(pair.map((client) => client.join()));
    await sleep(1000);
    const meter = `${world.server.httpUrl}/__meter`;
    await (await fetch(meter, { method: 'DELETE' })).text();

    const cutAt = performance.now();
    for (const client of crowd) world.proxy.cut(client.name);
    await until(() => crowd.every((client) => !client.isConnected), 'all to be gone', 5000);
    const backAt: number[] = [];
    const away = new Set(crowd);
    const watch = setInterval(() => {
      for (const client of away) {
        if (!client.isConnected) continue;
        away.delete(client);
        backAt.push(performance.now() - cutAt);
      }
    }, 10);
    const writtenAt = new Map<string, number>();
    const ackMs: { at: number; ms: number }[] = [];
    pair[0].onAcked = ({ clientMsgId }) =>
      ackMs.push({ at: performance.now() - cutAt, ms: performance.now() - (writtenAt.get(clientMsgId) ?? 0) });
    const isBack = () => backAt.length === count;
    const deadline = performance.now() + BACK_MS;
    while (!isBack() && performance.now() < deadline) {
      writtenAt.set(pair[0].say(conversation, 'amid the storm'), performance.now());
      await sleep(PROBE_EVERY_MS);
    }
    clearInterval(watch);
    const queries = { ...noCounts(), ...((await (await fetch(meter)).json()) as Counts) };
    await sleep(Math.min(3000, Math.max(0, CALM_AFTER_MS - (performance.now() - cutAt))));
    const calm: number[] = [];
    for (let i = 0; i < 40; i++) {
      const before = ackMs.length;
      writtenAt.set(pair[0].say(conversation, 'after the storm'), performance.now());
      await until(() => ackMs.length > before, 'an ack', 10_000).catch(() => {});
      calm.push(ackMs.at(-1)?.ms ?? Number.POSITIVE_INFINITY);
    }
    const unsettled = await world.heal(BACK_MS);
    for (const client of pair) client.readAll(conversation);
    const largest = largestBucket(backAt) / count;
    const perClient = (queries.d1RoundTrips - ackMs.length) / count;
    const p99 = calm.sort((a, b) => a - b)[Math.floor(calm.length * 0.99)] ?? 0;
    const problems = [
      ...(isBack() ? [] : [`only ${backAt.length} of ${count} were back after ${BACK_MS} ms`]),
      ...(largest > BUCKET_SHARE_MAX ? [`one second held ${(largest * 100).toFixed(0)} % of the reconnects`] : []),
      ...(perClient > 1.01 ? [`${perClient.toFixed(2)} D1 round trips a client`] : []),
      ...(p99 > ACK_P99_MS ? [`p99 from send to ack is ${p99.toFixed(0)} ms after the storm`] : []),
    ];
    return {
      scenario: 'storm',
      promise: 'CONN-6, SYNC-3: reconnects spread out, cost one D1 query each, and the service is itself again soon',
      seed,
      asked: { cuts: count },
      happened: { cuts: world.proxy.counts.cuts },
      figures: {
        largestSecondPercent: Math.round(largest * 100),
        lastBackMs: Math.round(Math.max(...backAt)),
        d1PerClient: Number(perClient.toFixed(2)),
        ackP99AmidMs: Math.round(ackMs.map(({ ms }) => ms).sort((a, b) => a - b)[Math.floor(ackMs.length * 0.99)] ?? 0),
        ackP99AfterMs: Math.round(p99),
      },
      problems: [...problems, ...unsettled, ...findings(await world.verdict())],
    };
  });

/** The most reconnects within any one second. */
function largestBucket(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted.reduce((most, start, i) => Math.max(most, sorted.slice(i).filter((time) => time < start + 1000).length), 0);
}
