import type { Down } from '../../protocol/down';
import type { ClosedReason } from '../model/connection';
import type { Acks } from './acks';
import type { Heartbeat } from './heartbeat';
import type { HttpAnswer, Refresh } from './refresh';

/**
 * The state of the link. Each variant holds only its own data. `since` is epoch ms.
 *
 * ```
 *             start, tick (retry), hint                opened                 welcome
 *   offline ----------------------------> connecting ---------> syncing ----------------> online
 *      ^                                       |                   |                         |
 *      +---------------------------------------+-------------------+-------------------------+
 *        closed (by its verdict), attempt timeout, error while syncing, two missed pongs, stop
 *
 *   closed  <-- a close code that forbids reconnecting: signedOut, upgradeRequired, replaced, protocol
 *      |
 *      +--> connecting, by start only
 * ```
 *
 * `offline` waits until `retryAt`, or for a use or a hint (page visible, network back) when `retryAt` is null. Every attempt has a new
 * socket number; events of older sockets are ignored.
 */
export type LinkState =
  /** Waits until `retryAt`, epoch ms; null: until a page is visible or the link is used. */
  | { readonly state: 'offline'; readonly since: number; readonly retryAt: number | null }
  | { readonly state: 'connecting'; readonly since: number; readonly socket: number }
  | { readonly state: 'syncing'; readonly since: number; readonly socket: number; readonly acks: Acks }
  | { readonly state: 'online'; readonly since: number; readonly socket: number; readonly acks: Acks; readonly beat: Heartbeat }
  | { readonly state: 'closed'; readonly since: number; readonly reason: ClosedReason };

export interface Connection {
  readonly link: LinkState;
  /** The number of the newest socket. Every attempt gets a new one, and events of older sockets are ignored. */
  readonly lastSocket: number;
  /** Attempts since the last `welcome`. */
  readonly attempt: number;
  /** A `welcome` came to this page. */
  readonly welcomed: boolean;
  readonly refresh: Refresh;
  /** The hub has already closed once with 4003 (bad frame). */
  readonly refused: boolean;
  /** Whether this page is visible. Browsers slow the timers of a hidden page to one per minute. */
  readonly visible: boolean;
  /** Whether another tab that uses this connection is visible. */
  readonly othersVisible: boolean;
  /** The network type as the browser names it; undefined where it does not say. */
  readonly network: string | undefined;
  /** Heartbeat intervals that worked, by network type, milliseconds. */
  readonly intervals: Readonly<Record<string, number>>;
}

export type ConnectionEvent =
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  | { readonly type: 'opened'; readonly socket: number }
  | { readonly type: 'pong'; readonly socket: number }
  | { readonly type: 'frame'; readonly socket: number; readonly frame: Down }
  /** A push that this version cannot parse. It counts as received; otherwise the hub would redeliver it. */
  | { readonly type: 'unreadable'; readonly socket: number; readonly tid: number }
  | { readonly type: 'sent'; readonly socket: number }
  | { readonly type: 'closed'; readonly socket: number; readonly code: number; readonly reason: string }
  /** The answer to `ask`. */
  | { readonly type: 'http'; readonly answer: HttpAnswer }
  | { readonly type: 'tick' }
  /** The browser is online again or changed networks. */
  | { readonly type: 'network'; readonly network: string | undefined }
  | { readonly type: 'visible' }
  | { readonly type: 'hidden' }
  /** Another tab that uses this connection became visible, or the last one was hidden. */
  | { readonly type: 'others'; readonly visible: boolean }
  /** The app wants to send. */
  | { readonly type: 'use' };

export type ConnectionEffect =
  | { readonly type: 'open'; readonly socket: number }
  | { readonly type: 'close'; readonly socket: number }
  /** The first frame, with the current cursor (CONN-10). */
  | { readonly type: 'hello'; readonly socket: number }
  | { readonly type: 'text'; readonly socket: number; readonly text: string }
  | { readonly type: 'deliver'; readonly frame: Down }
  /** Asks over HTTP for the inbox: whether the server answers, whether the session stands, and what is new. */
  | { readonly type: 'ask' }
  | { readonly type: 'remember'; readonly intervals: Readonly<Record<string, number>> };
