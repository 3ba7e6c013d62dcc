import { addDirects } from '../support/people.ts';
import { sleep, until } from '../support/waiting.ts';
import { findings, type Outcome, type Scenario, scaled } from './outcome.ts';
import { inWorld } from './world.ts';

const HEAL_MS = 120_000;
const HEARTBEAT_MS = 1000;
const IDLE_TIMEOUT_MS = 4000;
/** How long either end is given to notice: how soon it has to is what the tests in virtual time hold. */
const NOTICED_MS = 60_000;
const HALF_OPEN = 20;

/** A network that silently stops delivering. */
export const halfOpen: Scenario = ({ seed, scale }) =>
  inWorld(
    seed,
    2,
    { vars: { HEARTBEAT_MS: String(HEARTBEAT_MS), IDLE_TIMEOUT_MS: String(IDLE_TIMEOUT_MS) } },
    async (world): Promise<Outcome> => {
      const times = scaled(HALF_OPEN, scale);
      const { proxy } = world;
      const [conversation = ''] = await addDirects(world.server, [['u0', 'u1']]);
      const writer = world.client(0, 'a1');
      const readers = Array.from({ length: 4 }, (_, i) => world.client(1, `b${i}`));
      await Promise.all([writer, ...readers].map((client) => client.join()));
      const wrong: string[] = [];
      const noticedAfter: number[] = [];
      let halfOpened = 0;
      while (halfOpened < times) {
        const round = readers.slice(0, Math.min(readers.length, times - halfOpened));
        const before = new Map(round.map((client) => [client, client.counts.connects]));
        const at = performance.now();
        for (const client of round) proxy.halfOpen(client.name);
        halfOpened += round.length;
        for (let i = 0; i < 5; i++) writer.say(conversation, `into the void ${i}`);
        await Promise.all(
          round.map(async (client) => {
            const isBack = () => client.isConnected && client.counts.connects > (before.get(client) ?? 0);
            await until(isBack, 'a reconnect', NOTICED_MS)
              .then(() => noticedAfter.push(performance.now() - at))
              .catch(() => wrong.push(`${client.name} did not notice a dead link in ${NOTICED_MS} ms`));
          }),
        );
      }
      // One more device never returns: the hub must notice by itself.
      const ghost = world.client(1, 'ghost');
      await ghost.join();
      proxy.halfOpen(ghost.name);
      ghost.leave();
      world.clients.splice(world.clients.indexOf(ghost), 1);
      // After the idle time-out; ACK-3 may close the connection before.
      const code = await proxy.closeOfFrozen(ghost.name, NOTICED_MS);
      if (code !== 4000 && code !== 4002) wrong.push(`the hub closed a dead connection with ${code ?? 'nothing'} instead of 4000 or 4002`);
      const unsettled = await world.heal(HEAL_MS);
      for (const client of [writer, ...readers]) client.readAll(conversation);
      const verdict = await world.verdict();
      return {
        scenario: 'half-open link',
        promise: 'CONN-3, CONN-7: both ends notice a link that is dead without a word, and nothing is lost',
        seed,
        asked: { halfOpen: times + 1 },
        happened: { halfOpen: proxy.counts.halfOpen },
        figures: { messages: verdict.counts.intended, longestMs: Math.round(Math.max(...noticedAfter)), serverCode: code ?? 0 },
        problems: [...wrong, ...unsettled, ...findings(verdict)],
      };
    },
  );

const MESSAGES = 1500;
const BYTES_PER_S = 1000;
const WINDOW = 256;
const OTHERS_MS = 120_000;

/** One device reads a kilobyte a second, another of the same person as fast as it comes. */
export const slowReader: Scenario = ({ seed, scale }) =>
  inWorld(seed, 2, { vars: { ACK_TIMEOUT_MS: '20000' } }, async (world): Promise<Outcome> => {
    const messages = Math.max(400, scaled(MESSAGES, scale));
    const { proxy } = world;
    const [conversation = ''] = await addDirects(world.server, [['u0', 'u1']]);
    const writer = world.client(0, 'a1');
    const fast = world.client(1, 'fast');
    const slow = world.client(1, 'slow');
    await Promise.all([writer, fast, slow].map((client) => client.join()));
    proxy.throttle(slow.name, BYTES_PER_S);
    const wrong: string[] = [];
    const text = 'x'.repeat(200);
    for (let i = 0; i < messages; i++) {
      while (writer.outbox.size >= 50) await sleep(2);
      writer.say(conversation, `${i} ${text}`);
    }
    const allShown = () => fast.shown.length === messages;
    await until(allShown, 'the fast reader', OTHERS_MS).catch(() =>
      wrong.push(`the fast reader shows ${fast.shown.length} of ${messages} after ${OTHERS_MS} ms`),
    );
    const shownBySlow = slow.shown.length;
    if (shownBySlow >= messages) wrong.push('the slow reader was not slow');
    proxy.cut(slow.name);
    const unsettled = await world.heal(HEAL_MS);
    for (const client of [writer, fast, slow]) client.readAll(conversation);
    const verdict = await world.verdict();
    if (proxy.mostUnacked > WINDOW) wrong.push(`${proxy.mostUnacked} pushes were un-acked at once`);
    return {
      scenario: 'slow reader',
      promise:
        'ACK-5: a hub holds at most its window for a slow reader, others are not held up, and the slow one gets everything in the end',
      seed,
      asked: { throttled: 1 },
      happened: { throttled: proxy.counts.throttled },
      figures: { messages, mostUnacked: proxy.mostUnacked, shownBySlowBefore: shownBySlow },
      problems: [...wrong, ...unsettled, ...findings(verdict)],
    };
  });
