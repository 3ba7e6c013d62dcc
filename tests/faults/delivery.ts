import { addDirects } from '../support/people.ts';
import { below } from '../support/random.ts';
import { sleep } from '../support/waiting.ts';
import { findings, type Outcome, type Scenario, scaled } from './outcome.ts';
import { inWorld } from './world.ts';

const MESSAGES = 10_000;
const CUTS = 200;
const EVICTIONS = 20;
const KILLS = 10;
const ACKS_DROPPED = 0.1;
const DUPLICATED = 0.05;
/** Drawn shares come out a little below or above what was asked. */
const SLACK = 0.8;
/** Un-acked messages of both writers, bounded like those of a person. */
const UNSENT_MAX = 100;
const HEAL_MS = 120_000;
/** An eviction that takes longer is given up, and another follows. */
const EVICTION_MS = 2000;

/** Two users with two devices each write to each other under every fault of platform and network. */
export const delivery: Scenario = ({ seed, scale }) =>
  inWorld(seed, 2, {}, async (world): Promise<Outcome> => {
    const messages = scaled(MESSAGES, scale);
    const asked = { cuts: scaled(CUTS, scale), evictions: scaled(EVICTIONS, scale), kills: scaled(KILLS, scale) };
    const [conversation = ''] = await addDirects(world.server, [['u0', 'u1']]);
    const writers = [world.client(0, 'a1'), world.client(1, 'b1')];
    const all = [...writers, world.client(0, 'a2'), world.client(1, 'b2')];
    await Promise.all(all.map((client) => client.join()));
    world.proxy.faults = {
      ...world.proxy.faults,
      dropMessageAck: ACKS_DROPPED,
      dropSendAck: ACKS_DROPPED,
      duplicateUp: DUPLICATED,
      duplicateDown: DUPLICATED,
      reorderDown: 0.01,
    };

    const { proxy, random } = world;
    const begun = { evictions: 0, kills: 0 };
    const due = (count: number, done: number) => Math.ceil((done * count) / messages);
    for (let said = 1; said <= messages || world.kills < asked.kills; ) {
      // While the server is down people write little, so that the kills are spread over the run.
      const unsentMax = world.isDown ? UNSENT_MAX / 10 : UNSENT_MAX;
      for (const writer of writers) {
        if (writer.outbox.size >= unsentMax || said > messages) continue;
        writer.say(conversation, `message ${said++}`);
      }
      if (proxy.counts.cuts < due(asked.cuts, said)) {
        // Half of the cuts begin at the client, half in the network.
        if (below(random, 2) === 0) proxy.cutOne();
        else cutClient(all[below(random, all.length)]);
      }
      if (begun.kills < asked.kills && due(asked.kills, said - messages / asked.kills / 2) > begun.kills && !world.isDown) {
        begun.kills++;
        void world.kill();
      }
      if (begun.evictions < due(asked.evictions, said) && !world.isDown) {
        begun.evictions++;
        // Nobody writes until it is done, or it would wait for a quiet that never comes; what is under way meets it.
        await Promise.race([world.evict(below(random, 2)), sleep(EVICTION_MS)]);
      }
      if (said % 97 === 0) all[below(random, all.length)]?.readAll(conversation);
      await sleep(2);
    }
    for (let tries = 0; world.evictions < asked.evictions && tries < 2 * asked.evictions; tries++) await world.evict(tries % 2);

    function cutClient(client: (typeof all)[number] | undefined): void {
      if (!client?.isConnected) return;
      proxy.counts.cuts++;
      client.cut();
    }

    const unsettled = await world.heal(HEAL_MS);
    for (const client of all) client.readAll(conversation);
    const { counts } = proxy;
    const resends = writers.reduce((sum, client) => sum + client.outbox.resends, 0);
    const verdict = await world.verdict();
    return {
      scenario: 'delivery',
      promise: 'nothing lost, shown twice or out of order; unread exact; resends at most as many as messages',
      seed,
      asked: {
        ...asked,
        acksDropped: Math.floor(SLACK * ACKS_DROPPED * messages),
        framesDuplicated: Math.floor(SLACK * DUPLICATED * messages),
      },
      happened: {
        cuts: counts.cuts,
        evictions: world.evictions,
        kills: world.kills,
        acksDropped: counts.sendAcksDropped + counts.messageAcksDropped,
        framesDuplicated: counts.framesDuplicated,
        framesReordered: counts.framesReordered,
      },
      figures: {
        messages: verdict.counts.intended,
        acked: new Set(all.flatMap((client) => client.acked.map((ack) => ack.clientMsgId))).size,
        stored: verdict.counts.stored,
        shown: verdict.counts.shown,
        resends,
      },
      problems: [...unsettled, ...findings(verdict), ...(resends > messages ? [`${resends} resends for ${messages} messages`] : [])],
    };
  });
