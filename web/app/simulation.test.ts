import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AppModel } from '../model/app';
import type { Timeline } from '../model/timeline';
import { memoryStore } from '../store/memory';
import { A, FakeHub } from '../testing/fake-hub';
import { FakeProfile } from '../testing/fake-profile';
import { SimClock } from '../testing/sim-clock';
import { createApp } from './create-app';

type Command =
  | { readonly do: 'send' | 'push' | 'cut' | 'network' | 'reload' | 'read' | 'older' | 'skip' | 'behind' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'loss' | 'ackLoss' | 'repeats' | 'mute' | 'slowSync' | 'syncFaults'; readonly on: boolean };

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<Command>({ do: 'send' }, { do: 'push' }) },
  // Skipped pushes and their `behind` frames: once, twice in a row, and during the sync for the first.
  { weight: 3, arbitrary: fc.constantFrom<Command>({ do: 'skip' }, { do: 'behind' }) },
  { weight: 3, arbitrary: fc.constantFrom<Command>({ do: 'cut' }, { do: 'network' }, { do: 'reload' }, { do: 'read' }, { do: 'older' }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 10, 100, 400, 2000, 40_000) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'loss' as const,
        'ackLoss' as const,
        'repeats' as const,
        'mute' as const,
        'slowSync' as const,
        'syncFaults' as const,
      ),
      on: fc.boolean(),
    }),
  },
);

/** Skipped pushes at the very end, with no later push to reveal them; half the runs lose no push silently. */
const ending: fc.Arbitrary<readonly Command[]> = fc.array(
  fc.oneof(
    fc.constantFrom<Command>({ do: 'skip' }, { do: 'behind' }, { do: 'slowSync', on: true }, { do: 'syncFaults', on: true }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(10, 100, 400) }),
  ),
  { maxLength: 8 },
);

/** One device of `me` and a hub with faults on demand. It records what was sent and what was shown. */
class World {
  readonly hub = new FakeHub();
  readonly clock: SimClock;
  readonly store = memoryStore();
  readonly meant: string[] = [];
  readonly troubles: string[] = [];
  /** Pushes were lost silently. */
  private lost = false;
  private readonly profile = new FakeProfile(this.hub);
  private app: AppModel;
  private timeline: Timeline | undefined;

  constructor(seed: number) {
    this.clock = new SimClock(seed);
    this.app = this.start();
  }

  private start(): AppModel {
    return createApp({ ...this.profile.tab(), clock: this.clock, openStore: async () => this.store, deleteStore: async () => undefined });
  }

  /** A view that stays open. */
  private async look(): Promise<void> {
    if (this.app.session.state.value.state !== 'signedIn') return;
    this.timeline ??= this.app.openTimeline(A);
    const seqs = this.timeline.rows.value.flatMap(({ seq }) => seq ?? []);
    const placeless = this.timeline.rows.value.findIndex(({ seq }) => seq === undefined);
    if (seqs.some((seq, i) => i > 0 && seq !== (seqs[i - 1] ?? 0) + 1)) this.troubles.push(`hole or disorder: ${seqs.join(' ')}`);
    if (placeless >= 0 && this.timeline.rows.value.slice(placeless).some(({ seq }) => seq !== undefined))
      this.troubles.push('an unsent message stands before a stored one');
    const keys = this.timeline.rows.value.map(({ key }) => key);
    if (new Set(keys).size < keys.length) this.troubles.push('a message is shown twice');
  }

  async run(one: Command): Promise<void> {
    const { hub } = this;
    switch (one.do) {
      case 'send': {
        const text = `m${this.meant.length}`;
        if (this.timeline) {
          this.timeline.send({ text });
          this.meant.push(text);
        }
        break;
      }
      case 'push':
        hub.push(`p${hub.log.length}`);
        break;
      case 'skip':
        hub.say(`p${hub.log.length}`);
        hub.behind();
        break;
      case 'behind':
        hub.behind();
        break;
      case 'cut':
        hub.cut();
        break;
      case 'network':
        hub.reachable = !hub.reachable;
        if (!hub.reachable) hub.cut();
        break;
      case 'reload':
        this.app.dispose();
        this.timeline = undefined;
        await this.clock.advance(0);
        this.app = this.start();
        break;
      case 'read':
        this.timeline?.markRead(this.timeline.rows.value.findLast(({ seq }) => seq !== undefined)?.seq ?? 0);
        break;
      case 'older':
        void this.timeline?.loadOlder();
        break;
      case 'wait':
        await this.clock.advance(one.ms);
        break;
      case 'slowSync':
        hub.syncTravels = () => new Promise((resolve) => (one.on ? this.clock.after(500, resolve) : resolve()));
        break;
      case 'syncFaults':
        hub.failsSync = () => one.on && this.clock.random() < 0.5;
        break;
      case 'loss':
        this.lost ||= one.on;
        hub.loses = () => one.on && this.clock.random() < 0.3;
        break;
      case 'ackLoss':
        hub.losesAck = () => one.on && this.clock.random() < 0.5;
        break;
      case 'repeats':
        hub.repeats = () => one.on && this.clock.random() < 0.3;
        break;
      case 'mute':
        hub.mute = one.on;
        break;
      default:
        one satisfies never;
    }
    await this.clock.advance(0);
    await this.look();
  }

  /** Ends all faults, lets time pass, and returns the final state. */
  async judge(): Promise<void> {
    const { hub } = this;
    Object.assign(hub, {
      reachable: true,
      mute: false,
      loses: () => false,
      losesAck: () => false,
      repeats: () => false,
      failsSync: () => false,
    });
    await this.clock.advance(120_000);
    // Skipped pushes are recovered without another push.
    if (!this.lost) expect(this.app.inbox.items.value[0]?.last?.seq ?? 0).toBe(hub.log.length);
    // Lost pushes are recovered with the next push at the latest.
    hub.push('last');
    await this.clock.advance(120_000);
    await this.look();
    const texts = hub.log.flatMap((entry) => ('message' in entry && entry.message.body.kind === 'text' ? [entry.message.body.text] : []));
    expect(this.troubles).toEqual([]);
    expect(texts.filter((text) => text.startsWith('m'))).toEqual(this.meant);
    while (this.timeline?.hasOlder.value) {
      const loading = this.timeline.loadOlder();
      await this.clock.advance(5000);
      expect(await loading).toBeNull();
    }
    expect(this.timeline?.rows.value.map(({ body }) => (body.kind === 'text' ? body.text : ''))).toEqual(texts);
    const readN = hub.readSeq;
    expect(this.app.inbox.unreadTotal.value).toBe(hub.log.length - readN);
    expect(this.app.inbox.items.value[0]?.last?.seq).toBe(hub.log.length);
    this.app.dispose();
  }
}

describe('a device under faults', () => {
  it('SEND-7 SYNC-2 READ-1 loses and duplicates nothing, and keeps order and counts, under any faults', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(command, { minLength: 5, maxLength: 60 }),
        ending,
        fc.boolean(),
        fc.integer({ min: 1, max: 2 ** 31 - 1 }),
        async (commands, last, lossy, seed) => {
          const world = new World(seed);
          await world.run({ do: 'wait', ms: 1000 });
          for (const one of [...commands, ...last]) if (lossy || one.do !== 'loss') await world.run(one);
          await world.judge();
        },
      ),
      { numRuns: Number(process.env.SIMULATIONS ?? 200) },
    );
  });
});
