import { WorkerEntrypoint } from 'cloudflare:workers';
import type { Env } from '../platform/env';
import type { Parcel } from './fan-out';
import { reachHubs } from './reach';

/** A branch of the fan-out tree: a separate invocation that calls the hubs of its parcels. */
export class FanOutWorker extends WorkerEntrypoint<Env> {
  /** RPC: settles when every hub has taken its items or was given up; never rejects. */
  async deliver(parcels: Parcel[]): Promise<void> {
    const hubs = reachHubs(this.env);
    await Promise.all(parcels.flatMap(({ userIds, items }) => userIds.map((userId) => hubs.push(userId, items))));
  }
}
