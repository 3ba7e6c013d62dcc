import type { HubItem } from '../platform/rpc';
import { KeyQueues } from './key-queues';
import { StubCache } from './stub-cache';

/** The same items for many users. */
export interface Parcel {
  readonly userIds: readonly string[];
  readonly items: readonly HubItem[];
}

export interface FanOutDeps {
  readonly hub: (userId: string) => { deliver(items: HubItem[]): Promise<void> };
  /** Hands parcels to other invocations; absent in an invocation that must deliver by itself. */
  readonly handOff?: (parcels: Parcel[]) => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
  readonly onGivenUp: (items: number) => void;
}

/** The most users that one invocation calls by itself. A larger audience is handed on in branches of about this size. */
export const BRANCH_SIZE = 64;

/** Delivers items to other users' hubs: in order for each hub, independently of other hubs, and as a tree for a large audience. */
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
   * Delivers items to many users. An audience larger than one branch is divided by user id, so that a user stays in the same branch, and
   * gets items in order, while the number of branches stays the same. Settles like `push`.
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

/** FNV-1a, which spreads ids evenly. It has no other purpose. */
function hash(text: string): number {
  let value = 2_166_136_261;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 16_777_619);
  return value >>> 0;
}
