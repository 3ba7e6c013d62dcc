import type { ErrorCode } from '../../protocol/errors';
import type { ChangeRequest } from '../../protocol/up';

export type ClosedReason = 'replaced' | 'signedOut' | 'upgradeRequired' | 'protocol';

/** `since`: epoch ms of entering the state. A banner appears when a state other than `online` lasts for more than a second. */
export type ConnectionStatus =
  | { readonly state: 'offline'; readonly since: number; readonly retryAt?: number }
  | { readonly state: 'connecting'; readonly since: number }
  | { readonly state: 'syncing'; readonly since: number }
  | { readonly state: 'online'; readonly since: number }
  /** HTTP answers while the socket does not: the inbox was last refreshed at `askedAt`, epoch ms, and what one writes waits. */
  | { readonly state: 'blocked'; readonly since: number; readonly askedAt: number }
  /** The app no longer reconnects. `upgradeRequired`: the page is too old and must be reloaded. */
  | { readonly state: 'closed'; readonly since: number; readonly reason: ClosedReason };

/** `memoryOnly`: the browser offers no storage, so unsent messages are lost when the tab closes. */
export type Notice = 'memoryOnly';

/** A change that the server finally refused. */
export interface Refusal {
  readonly change: ChangeRequest['kind'];
  readonly problem: ErrorCode;
}
