import type { Down } from '../../../protocol/down';
import type { Up } from '../../../protocol/up';
import type { ConnectionStatus } from '../../model/model';
import type { OutboxEvent } from '../../outbox/outbox';

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
  | { readonly type: 'poke'; readonly why: 'visible' | 'use' }
  /** For all. */
  | { readonly type: 'outbox'; readonly event: SharedOutboxEvent }
  | { readonly type: 'signedOut' }
);

/** A channel between tabs, as far as it is used here: what one posts, the others hear. */
export interface Channel {
  post(message: TabMessage): void;
  close(): void;
}
