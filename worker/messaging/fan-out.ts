import type { HubItem } from '../platform/rpc';
import { KeyQueues } from './key-queues';
import { StubCache } from './stub-cache';

/** The same items for many people. */
export interface Parcel {
  readonly userIds: readonly string[];
  readonly items: readonly HubItem[];
}

export interface FanOutDeps {
  readonly hub: (userId: string) => { deliver(items: HubItem[]): Promise<void> };
  /** Lets another invocation carry parcels; absent where there is nobody to hand them to. */
  readonly handOff?: (parcels: Parcel[]) => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
  readonly onGivenUp: (items: number) => void;
}

/** People whom one invocation calls by itself; an audience beyond it is handed on in branches of about this size. */
export const BRANCH_SIZE = 64;

/** Carries items to other users' hubs: each in order, each by itself, a large audience as a tree. */
export class FanOut {
  private readonly hubs: KeyQueues<HubItem>;
  private readonly branches: KeyQueues<Parcel> | undefined;

  constructor(deps: FanOutDeps) {
    const { sleep, random, handOff } = deps;
    const onGivenUp = (_: string, items: number) => deps.onGivenUp(items);
    const stubs = new StubCache(deps.hub);
    this.hubs = new KeyQueues({ call: (userId, items) => stubs.call(userId, (hub) => hub.deliver(items)), sleep, random, onGivenUp });
    this.branches = handOff && new KeyQueues({ call: (_, parcels) => handOff(parcels), sleep, random, onGivenUp });
  }

  /** Settles when the hub has taken the items or was given up; never rejects. */
  push(userId: string, items: readonly HubItem[]): Promise<void> {
    return this.hubs.push(userId, items);
  }

  /**
   * The same for many people. Beyond one branch they are divided by their ids, so that a person is in the same branch, and gets
   * things in the same order, whoever else is there.
   */
  async pushAll(userIds: readonly string[], items: readonly HubItem[]): Promise<void> {
    const { branches } = this;
    if (!branches || userIds.length <= BRANCH_SIZE) {
      await Promise.all(userIds.map((userId) => this.push(userId, items)));
      return;
    }
    const count = 2 ** Math.ceil(Math.log2(userIds.length / BRANCH_SIZE));
    const parcels = new Map<string, string[]>();
    for (const userId of userIds) {
      const branch = `${hash(userId) % count}/${count}`;
      const group = parcels.get(branch);
      if (group) group.push(userId);
      else parcels.set(branch, [userId]);
    }
    await Promise.all([...parcels].map(([branch, group]) => branches.push(branch, [{ userIds: group, items }])));
  }
}

/** FNV-1a: spreads ids evenly, nothing more is asked of it. */
function hash(text: string): number {
  let value = 2_166_136_261;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 16_777_619);
  return value >>> 0;
}
