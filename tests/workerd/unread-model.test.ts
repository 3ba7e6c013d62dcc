import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inboxRead } from '../../worker/store/inbox';
import { verifyUnread } from '../../worker/store/log/verify';
import { env } from './people';
import { type Command, type Where, type Who, World } from './unread-world';

/** Sequences and their greatest length: what fits a minute here. */
const RUNS = 120;
const COMMANDS_MAX = 60;

const who = fc.constantFrom<Who>(0, 1, 2);
const where = fc.constantFrom<Where>('group', 'direct');
const back = fc.integer({ min: -2, max: 8 });
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('send'),
      who,
      where,
      mentions: fc.uniqueArray(fc.constantFrom<Who | '*'>(0, 1, 2, '*'), { maxLength: 2 }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('read'), who, where, back }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('repeat'), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('mute'), who, where, on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('markUnread', 'clear'), who, where }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('recall', 'react'), who, back }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('edit'),
      who,
      back: fc.integer({ min: 0, max: 5 }),
      mentions: fc.uniqueArray(fc.constantFrom<Who | '*'>(0, 1, 2, '*'), { maxLength: 2 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('leave', 'remove', 'add', 'add'), who: fc.constantFrom(1, 2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('block', 'unblock'), who: fc.constantFrom(0, 1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rename') }) },
) as fc.Arbitrary<Command>;

/** All three inboxes, as `welcome` and `GET /api/sync` give them, in one round trip. */
async function inboxes(world: World) {
  const reads = world.people.map((one) => inboxRead(env.DB, one.id, undefined));
  const answers = await env.DB.batch(reads.flatMap((read) => read.statements));
  return reads.map((read, i) => read.read(answers.slice(i * read.statements.length)));
}

async function assertCounts(world: World): Promise<void> {
  const read = await inboxes(world);
  for (const one of [0, 1, 2] as const) {
    const inbox = read[one];
    const expected = world.expected(one);
    const said = new Map(
      inbox?.conversations.filter(({ removed }) => !removed).map(({ id, unread, mentions }) => [id, { unread, mentions }]),
    );
    // A direct conversation without anything to see is not shown to who blocked the other.
    for (const [id, counts] of expected.conversations) expect(said.get(id) ?? { unread: 0, mentions: 0 }).toEqual(counts);
    expect(inbox?.unreadTotal).toBe(expected.total);
  }
}

async function differences() {
  let checked = 0;
  for (let from: string | undefined, more = true; more; ) {
    const page = await verifyUnread(env.DB, from, 500);
    expect(page.differences).toEqual([]);
    checked += page.checked;
    from = page.next;
    more = from !== undefined;
  }
  return checked;
}

describe('unread', () => {
  test('READ-1 READ-2 READ-3 READ-5 badge = recount after every command', async () => {
    let commands = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: COMMANDS_MAX, size: 'max' }), async (sequence) => {
        const world = await World.make();
        for (const one of sequence) {
          commands++;
          await world.run(one);
          await assertCounts(world);
        }
      }),
      { numRuns: RUNS, seed: 20261121, endOnFailure: true },
    );
    console.log(`${RUNS} sequences, ${commands} commands, ${await differences()} memberships verified`);
  });

  test('READ-1 the operator’s recount finds a mark that differs from the log, and covers the log by pages', async () => {
    const world = await World.make();
    await world.run({ do: 'send', who: 0, where: 'group', mentions: [] });
    await differences();
    await env.DB.prepare('UPDATE memberships SET read_n = read_n + 1 WHERE user_id = ?').bind(world.person(1).id).run();
    let found: unknown[] = [];
    let pages = 0;
    for (let page = await verifyUnread(env.DB, undefined, 2); ; page = await verifyUnread(env.DB, page.next, 2)) {
      found = [...found, ...page.differences];
      pages++;
      if (page.next === undefined) break;
    }
    expect(found).toEqual([{ conversationId: world.places.group.id, userId: world.person(1).id, said: 0, counted: 1 }]);
    expect(pages).toBeGreaterThan(2);
    await env.DB.prepare('UPDATE memberships SET read_n = 0 WHERE user_id = ?').bind(world.person(1).id).run();
  });
});
