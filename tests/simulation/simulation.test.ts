import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { isClean } from './checker';
import { installGlobals } from './platform';
import { beginTime, type Command, type Counts, sabotage, World } from './world';

const SEQUENCES = Number(process.env.SIM_RUNS ?? 200);
/** Fixed, so that a change is judged by the same runs as the one before; longer runs choose their own. */
const SEED = Number(process.env.SIM_SEED ?? 20_261_121);

beforeAll(() => {
  installGlobals();
  beginTime();
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterAll(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const who = fc.nat({ max: 5 });
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ type: fc.constant('send' as const), who }) },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constantFrom('read' as const, 'react' as const, 'edit' as const, 'recall' as const), who }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constantFrom('offline' as const, 'vanish' as const, 'online' as const, 'reload' as const, 'crash' as const),
      who,
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('evict' as const, 'killHub' as const), user: fc.nat({ max: 1 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constantFrom(
        'killAll' as const,
        'killLedger' as const,
        'storm' as const,
        'calm' as const,
        'd1Before' as const,
        'd1After' as const,
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('clock' as const), who, byMs: fc.constantFrom(-86_400_000, -3000, 3000, 86_400_000) }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('wait' as const), ms: fc.constantFrom(5, 50, 300, 2000, 6000) }) },
);

async function live(seed: number, commands: readonly Command[], total: Counts = {}) {
  const world = new World(seed);
  await world.open();
  for (const one of commands) await world.run(one);
  const { verdict, history } = await world.settle();
  for (const [what, times] of Object.entries(world.counts)) total[what] = (total[what] ?? 0) + times;
  total.messages = (total.messages ?? 0) + history.intended.length;
  return verdict;
}

test(`SEND-7 SYNC-2 ACK-6 ORD-1 READ-1 nothing is lost, doubled or out of order in ${SEQUENCES} sequences of up to 60 commands`, async () => {
  const counts: Counts = {};
  const input = fc.tuple(fc.nat(), fc.array(command, { minLength: 5, maxLength: 60, size: 'max' }));
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(input, async ([seed, commands]) => {
      runs++;
      const verdict = await live(seed, commands, counts);
      if (!isClean(verdict)) throw new Error(JSON.stringify(verdict, null, 1).slice(0, 3000));
    }),
    { numRuns: SEQUENCES, seed: SEED, endOnFailure: Boolean(process.env.SIM_QUICK) },
  );
  console.log(`simulation: seed ${SEED}, ${runs} sequences`, counts);
  expect(counts['page killed']).toBeGreaterThan(SEQUENCES / 10);
});

// Seeds that once failed, each as its shrunk sequence.
const PINNED: { what: string; seed: number; commands: Command[] }[] = [
  {
    what: 'a clock set back put off every retry',
    seed: 0,
    commands: [
      { type: 'd1After' },
      { type: 'send', who: 0 },
      { type: 'clock', who: 0, byMs: -86_400_000 },
      { type: 'offline', who: 1 },
      { type: 'send', who: 0 },
    ],
  },
  {
    what: 'a first page replaced what was said while it travelled',
    seed: 1_732_943_846,
    commands: [
      { type: 'd1After' },
      { type: 'send', who: 0 },
      { type: 'send', who: 3 },
      { type: 'send', who: 1 },
      { type: 'send', who: 0 },
      { type: 'reload', who: 4 },
      { type: 'send', who: 0 },
    ],
  },
  {
    what: 'a mark raised with its answer lost was told to no other device',
    seed: 0,
    commands: [
      { type: 'send', who: 0 },
      { type: 'd1After' },
      { type: 'read', who: 3 },
      { type: 'wait', ms: 2000 },
      { type: 'send', who: 0 },
    ],
  },
  {
    what: 'a lost read was told again to nobody',
    seed: 1_933_018_588,
    commands: [
      { type: 'read', who: 0 },
      { type: 'send', who: 0 },
      { type: 'wait', ms: 300 },
      { type: 'read', who: 3 },
      { type: 'evict', user: 0 },
      { type: 'storm' },
      { type: 'wait', ms: 2000 },
      { type: 'evict', user: 0 },
      { type: 'wait', ms: 5 },
      { type: 'send', who: 0 },
      { type: 'wait', ms: 5 },
    ],
  },
];

test.each(PINNED)('SEND-7 a run that once failed: $what', async ({ seed, commands }) => {
  expect(isClean(await live(seed, commands))).toBe(true);
});

// Negative controls: each run disables a guarantee, and the checker must report the failure.
test.each([
  ['dedupe', 'duplicated'],
  ['commit', 'lost'],
  ['pages', 'disagreeing'],
] as const)('negative control: without %s the checker reports %s', async (what, broken) => {
  sabotage(what);
  try {
    let found = 0;
    let runs = 0;
    for (const [seed, commands] of fc.sample(fc.tuple(fc.nat(), fc.array(command, { minLength: 40, maxLength: 60, size: 'max' })), {
      numRuns: 30,
      seed: 5,
    })) {
      runs++;
      found += (await live(seed, commands))[broken].length;
      // The first find proves that the checker looks.
      if (found > 0) break;
    }
    console.log(`negative control: without ${what}, ${found} ${broken} in run ${runs}`);
    expect(found).toBeGreaterThan(0);
  } finally {
    sabotage(undefined);
  }
});
