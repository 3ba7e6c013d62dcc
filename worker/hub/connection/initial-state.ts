import { randomId, secureRandom } from '../../store/sql/ids';
import { NOTHING_DELIVERED } from '../delivery/deliveries';
import type { ConnectionState } from './attachment';

const NAME_MAX_CHARS = 64;

/** Written as ASCII, because one other character would double the bytes of the whole attachment. */
const asciiName = (name: string | null) => encodeURIComponent((name ?? '').slice(0, NAME_MAX_CHARS).toWellFormed());

/** The state of a new connection, with the device and tab from the address of its upgrade. `now` in epoch ms. */
export function initialState(query: URLSearchParams, sessionId: string, now: number): ConnectionState {
  return {
    id: randomId(secureRandom),
    deviceId: asciiName(query.get('device')) || randomId(secureRandom),
    tabId: asciiName(query.get('tab')),
    sessionId,
    openedAt: now,
    frameAt: now,
    live: false,
    watching: undefined,
    deliveries: NOTHING_DELIVERED,
  };
}
