import { randomId, secureRandom } from '../store/ids';
import type { ConnectionState } from './attachment';
import { NOTHING_DELIVERED } from './deliveries';

const NAME_MAX_CHARS = 64;

/** What a connection begins with: who it says it is, in the address of its upgrade. `now` in epoch ms. */
export function openingState(query: URLSearchParams, sessionId: string, now: number): ConnectionState {
  return {
    id: randomId(secureRandom),
    deviceId: (query.get('device') ?? '').slice(0, NAME_MAX_CHARS) || randomId(secureRandom),
    tabId: (query.get('tab') ?? '').slice(0, NAME_MAX_CHARS),
    sessionId,
    openedAt: now,
    frameAt: now,
    live: false,
    watching: [],
    deliveries: NOTHING_DELIVERED,
  };
}
