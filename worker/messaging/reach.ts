import type { Env } from '../platform/env';
import { log } from '../platform/log';
import { FanOut, type Parcel } from './fan-out';
import { type Notice, noticeItem } from './items';

type HubEnv = Pick<Env, 'USER_HUB'>;

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A `FanOut` to users' hubs that logs its failures. `handOff` hands large audiences to other invocations. */
export function reachHubs(env: HubEnv, handOff?: (parcels: Parcel[]) => Promise<void>): FanOut {
  return new FanOut({
    hub: (userId) => env.USER_HUB.getByName(userId),
    ...(handOff && { handOff: handOff }),
    sleep,
    random: Math.random,
    onGivenUp: (items) => log({ event: 'fan_out_given_up', items }),
  });
}

/** Sends each user's sockets a frame without a tid; one RPC per user. Never throws. */
export async function notifyUsers(env: HubEnv, notices: Iterable<readonly [userId: string, frame: Notice]>): Promise<void> {
  const hubs = reachHubs(env);
  await Promise.all(Array.from(notices, ([userId, frame]) => hubs.push(userId, [noticeItem(frame)])));
}
