import { WorkerEntrypoint } from 'cloudflare:workers';
import type { Env } from '../platform/env';
import { FanOut, type Parcel } from './fan-out';

/** A branch of the fan-out tree: an invocation of its own that calls the hubs of its parcels. */
export class FanOutWorker extends WorkerEntrypoint<Env> {
  /** RPC: settles when every hub has taken its items or was given up. */
  async deliver(parcels: Parcel[]): Promise<void> {
    const fanOut = new FanOut({
      hub: (userId) => this.env.USER_HUB.getByName(userId),
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      random: () => Math.random(),
      onGivenUp: (items) => console.warn(JSON.stringify({ event: 'fan_out_given_up', items })),
    });
    await Promise.all(parcels.flatMap(({ userIds, items }) => userIds.map((userId) => fanOut.push(userId, items))));
  }
}
