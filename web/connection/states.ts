import type { Down } from '../../protocol/down';
import type { ClosedReason } from '../model/connection';
import type { Acks } from './acks';
import type { Heartbeat } from './heartbeat';
import type { HttpAnswer, Refresh } from './refresh';

/** The state of the link; each owns what only it needs. `since` is epoch ms. */
export type LinkState =
  /** Waiting: until `retryAt`, or, where that is null, for somebody to look or to use the link. */
  | { readonly state: 'offline'; readonly since: number; readonly retryAt: number | null }
  | { readonly state: 'connecting'; readonly since: number; readonly socket: number }
  | { readonly state: 'syncing'; readonly since: number; readonly socket: number; readonly acks: Acks }
  | { readonly state: 'online'; readonly since: number; readonly socket: number; readonly acks: Acks; readonly beat: Heartbeat }
  | { readonly state: 'closed'; readonly since: number; readonly reason: ClosedReason };

export interface Connection {
  readonly link: LinkState;
  /** Number of the newest socket: every attempt has its own, and events of older ones are ignored. */
  readonly lastSocket: number;
  /** Attempts since the last `welcome`. */
  readonly attempt: number;
  /** A `welcome` came to this page. */
  readonly welcomed: boolean;
  readonly refresh: Refresh;
  /** 4003 came once already. */
  readonly refused: boolean;
  /** This page is shown. The browser slows the timers of a hidden page down to one a minute. */
  readonly visible: boolean;
  /** Another tab that uses this connection is shown. */
  readonly othersLook: boolean;
  /** What the browser calls the network's type; undefined: it does not tell. */
  readonly network: string | undefined;
  /** Heartbeat intervals that networks have stood, by type, milliseconds. */
  readonly intervals: Readonly<Record<string, number>>;
}

export type ConnectionEvent =
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  | { readonly type: 'opened'; readonly socket: number }
  | { readonly type: 'pong'; readonly socket: number }
  | { readonly type: 'frame'; readonly socket: number; readonly frame: Down }
  /** A push that this version cannot read: it counts as received, or it would be pushed until the hub gives up. */
  | { readonly type: 'unreadable'; readonly socket: number; readonly tid: number }
  | { readonly type: 'sent'; readonly socket: number }
  | { readonly type: 'closed'; readonly socket: number; readonly code: number; readonly reason: string }
  /** The answer to `ask`. */
  | { readonly type: 'http'; readonly answer: HttpAnswer }
  | { readonly type: 'tick' }
  /** The browser has a network again, or another one. */
  | { readonly type: 'network'; readonly network: string | undefined }
  | { readonly type: 'visible' }
  | { readonly type: 'hidden' }
  /** Other tabs that use this connection were shown, or the last of them was hidden. */
  | { readonly type: 'others'; readonly look: boolean }
  /** Somebody wants to send. */
  | { readonly type: 'use' };

export type ConnectionEffect =
  | { readonly type: 'open'; readonly socket: number }
  | { readonly type: 'close'; readonly socket: number }
  /** The first frame, with the cursor of that moment (CONN-10). */
  | { readonly type: 'hello'; readonly socket: number }
  | { readonly type: 'text'; readonly socket: number; readonly text: string }
  | { readonly type: 'deliver'; readonly frame: Down }
  /** Asks over HTTP for the inbox: whether the server answers, whether the session stands, and what is new. */
  | { readonly type: 'ask' }
  | { readonly type: 'remember'; readonly intervals: Readonly<Record<string, number>> };
