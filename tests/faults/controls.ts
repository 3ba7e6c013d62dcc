import { LOG_TABLE, withoutDedupeKey } from '../support/loose-log.ts';
import { addDirects } from '../support/people.ts';
import { sleep } from '../support/waiting.ts';
import { FAULTY_WORKER, order } from './fault.ts';
import type { Outcome, Scenario } from './outcome.ts';
import { inWorld, type World } from './world.ts';

const MESSAGES = 200;
const HEAL_MS = 3000;

type Kind = 'lost' | 'duplicated';

/** Switches a protection off; the checker must report the failure, or the other runs would prove nothing. */
const control =
  (off: string, expected: Kind, prepare: (world: World) => Promise<void>, gapCheck = true): Scenario =>
  ({ seed }) =>
    inWorld(seed, 2, { entry: FAULTY_WORKER }, async (world): Promise<Outcome> => {
      const [conversation = ''] = await addDirects(world.server, [['u0', 'u1']]);
      const clients = [world.client(0, 'a1', { gapCheck }), world.client(1, 'b1', { gapCheck })];
      await Promise.all(clients.map((client) => client.join()));
      await prepare(world);
      for (let i = 0; i < MESSAGES; i++) {
        clients[i % 2]?.say(conversation, `message ${i}`);
        await sleep(4);
      }
      await world.heal(HEAL_MS);
      // Checked before any final reconnect, which would fill holes: this is what a user sees.
      const verdict = await world.verdictAsItStands();
      const found = verdict[expected].length;
      return {
        scenario: `control: ${off} off`,
        promise: `the checker reports ${expected} messages`,
        seed,
        asked: { [expected]: 1 },
        happened: { [expected]: found },
        figures: { messages: verdict.counts.intended, stored: verdict.counts.stored },
        problems: [],
      };
    });

export const withoutDedupe = control('dedupe', 'duplicated', async (world) => {
  const [rows = []] = await world.server.sql({ sql: LOG_TABLE });
  await world.server.sql(...withoutDedupeKey(String(rows[0]?.sql)).map((sql) => ({ sql })));
  await order(world.server, { kind: 'no dedupe' });
  world.proxy.faults = { ...world.proxy.faults, duplicateUp: 0.2 };
});

export const withoutGapCheck = control(
  'gap check',
  'lost',
  async (world) => {
    world.proxy.faults = { ...world.proxy.faults, dropPush: 0.1 };
  },
  false,
);

export const withoutStoreFirst = control('store before ack', 'lost', (world) => order(world.server, { kind: 'ack first', seq: 1 }));
