import { type Counts, noCounts } from '../../bench/counts.ts';
import { addGroup } from '../support/people.ts';
import { until } from '../support/waiting.ts';
import { findings, type Outcome, type Scenario, scaled } from './outcome.ts';
import { inWorld } from './world.ts';

const MEMBERS = 2000;
const ONLINE = 500;
const MESSAGES = 200;
const JOINING_AT_ONCE = 50;
const LAST_PUSH_MS = 120_000;

/**
 * A group of thousands, some of them online: every online member gets everything in order, and a message costs the same as in a small
 * group.
 */
export const largeGroup: Scenario = ({ seed, scale }) =>
  inWorld(seed, MEMBERS, { entry: 'bench/metered-worker.ts' }, async (world): Promise<Outcome> => {
    const conversation = '0glarge';
    await addGroup(
      world.server,
      conversation,
      world.people.map(({ id }) => id),
    );
    const clients = Array.from({ length: ONLINE }, (_, i) => world.client(i, `device ${i}`));
    for (let i = 0; i < ONLINE; i += JOINING_AT_ONCE)
      await Promise.all(clients.slice(i, i + JOINING_AT_ONCE).map((client) => client.join(120_000)));
    const meter = `${world.server.httpUrl}/__meter`;
    await (await fetch(meter, { method: 'DELETE' })).text();

    const messages = scaled(MESSAGES, scale);
    const pushMs: number[] = [];
    let shown = 0;
    for (const client of clients) client.onShown = () => shown++;
    for (let i = 1; i <= messages; i++) {
      const at = performance.now();
      clients[0]?.say(conversation, `message ${i}`);
      // The sender's own screen shows it too, when it is acked.
      await until(() => shown >= i * ONLINE, `message ${i} on every screen`, LAST_PUSH_MS);
      pushMs.push(performance.now() - at);
    }
    const counts: Counts = { ...noCounts(), ...((await (await fetch(meter)).json()) as Counts) };
    // Before anybody reconnects: what is judged is what was pushed.
    const verdict = await world.verdictAsItStands();
    pushMs.sort((a, b) => a - b);
    const at = (share: number) => Math.round(pushMs[Math.floor((pushMs.length - 1) * share)] ?? 0);
    const per = (count: number) => Math.round((100 * count) / messages) / 100;
    return {
      scenario: 'large group',
      promise: 'FAN-2: of 2,000 members the 500 who are there get every message, in order, by push; rows and round trips do not grow',
      seed,
      asked: { messages, online: ONLINE },
      happened: { messages: clients[0]?.acked.length ?? 0, online: clients.filter((client) => client.isConnected).length },
      figures: {
        lastPushP50Ms: at(0.5),
        lastPushP99Ms: at(0.99),
        roundTripsAMessage: per(counts.d1RoundTrips),
        rowsWrittenAMessage: per(counts.rowsWritten),
        rowsReadAMessage: per(counts.rowsRead),
        callsAMessage: per(counts.rpcs),
      },
      problems: [
        ...findings(verdict),
        ...(per(counts.rowsWritten) > 4 ? [`${per(counts.rowsWritten)} rows written a message`] : []),
        ...(per(counts.d1RoundTrips) > 1.5 ? [`${per(counts.d1RoundTrips)} round trips a message`] : []),
      ],
    };
  });
