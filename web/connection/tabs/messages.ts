import type { Down } from '../../../protocol/down';
import type { Up } from '../../../protocol/up';
import { PROTOCOL_VERSION, WIRE } from '../../../protocol/version';
import type { ConnectionStatus } from '../../model/connection';
import type { OutboxEvent } from '../../outbox/outbox';
import type { Poke } from '../link';

/** Changes with every change of `TabMessage`, of an outbox item too, that tabs of the version before cannot read. */
const TABS_VERSION = 3;

/**
 * Part of the names of channel, lock and leader. Tabs of builds that read frames differently do not hear each other: an older leader
 * would hand on less than a newer tab can show.
 */
export const TABS = `${PROTOCOL_VERSION}.${WIRE}.${TABS_VERSION}`;

/** What one tab does to the outbox that the others, the sending one above all, must know. */
export type SharedOutboxEvent = Extract<OutboxEvent, { type: 'added' | 'retry' | 'discard' }>;

/** What the tabs of one browser tell each other; `from` is the tab that speaks. */
export type TabMessage = { readonly from: string } & (
  | { readonly type: 'hi' }
  | { readonly type: 'bye' }
  /** The leader's. `to`: for one tab alone. */
  | { readonly type: 'frame'; readonly frame: Down; readonly to?: string }
  | { readonly type: 'status'; readonly status: ConnectionStatus }
  /** For the leader. */
  | { readonly type: 'up'; readonly frame: Up }
  | { readonly type: 'poke'; readonly why: Poke }
  /** A tab that begins to lead asks who is shown. */
  | { readonly type: 'whoLooks' }
  /** For all. */
  | { readonly type: 'outbox'; readonly event: SharedOutboxEvent }
  | { readonly type: 'signedOut' }
);

/** A channel between tabs, as far as it is used here: what one posts, the others hear. */
export interface Channel {
  post(message: TabMessage): void;
  close(): void;
}
