import type { Down } from '../../../protocol/down';
import type { Up } from '../../../protocol/up';
import { PROTOCOL_VERSION, WIRE } from '../../../protocol/version';
import type { ConnectionStatus } from '../../model/connection';
import type { OutboxEvent } from '../../outbox/outbox';
import type { Poke } from '../link';

/** Raise it with every change of `TabMessage` or of outbox items that tabs of the previous version cannot read. */
const TABS_VERSION = 3;

/**
 * Part of the names of channel, lock and leader. Tabs of builds with different wire formats do not share a link, because an
 * older leader would drop parts of frames that a newer tab can show.
 */
export const TABS = `${PROTOCOL_VERSION}.${WIRE}.${TABS_VERSION}`;

/** Outbox events that a tab shares with the others, so that the leader sends them. */
export type SharedOutboxEvent = Extract<OutboxEvent, { type: 'added' | 'retry' | 'discard' }>;

/** Messages between the tabs of one browser. `from` is the sending tab. */
export type TabMessage = { readonly from: string } & (
  | { readonly type: 'hi' }
  | { readonly type: 'bye' }
  /** From the leader. `to`: for one tab only. */
  | { readonly type: 'frame'; readonly frame: Down; readonly to?: string }
  | { readonly type: 'status'; readonly status: ConnectionStatus }
  /** To the leader. */
  | { readonly type: 'up'; readonly frame: Up }
  | { readonly type: 'poke'; readonly why: Poke }
  /** A new leader asks which tabs are visible. */
  | { readonly type: 'whoLooks' }
  /** To all tabs. */
  | { readonly type: 'outbox'; readonly event: SharedOutboxEvent }
  | { readonly type: 'signedOut' }
);

/** The part of a BroadcastChannel that is used here: a message goes to all other tabs. */
export interface Channel {
  post(message: TabMessage): void;
  close(): void;
}
