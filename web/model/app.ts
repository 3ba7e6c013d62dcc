import type { ReadonlySignal } from '@preact/signals';
import type { ConnectionStatus, Notice, Refusal } from './connection';
import type { ConversationsModel } from './conversations';
import type { DraftsModel } from './drafts';
import type { InboxModel } from './inbox';
import type { PeopleModel } from './people';
import type { RareActionsModel } from './rare-actions';
import type { DevicesModel, SessionModel } from './session';
import type { Timeline } from './timeline';

/**
 * What the views see of the app: signals to read, functions to call. The core (`createApp`) implements it over sockets and storage;
 * component tests implement it over plain signals.
 */
export interface AppModel {
  readonly session: SessionModel;
  readonly devices: DevicesModel;
  readonly connection: ReadonlySignal<ConnectionStatus>;
  /** Reconnects now instead of waiting for the next attempt. */
  reconnect(): void;
  /** A notice to show once; null: none. */
  readonly notice: ReadonlySignal<Notice | null>;
  /** The last change that the server finally refused, a new object each time. The view has already reverted it. */
  readonly refusal: ReadonlySignal<Refusal | null>;
  /** The server's time, epoch ms. Use it for mutes, recalls and invites. */
  serverNow(): number;
  readonly inbox: InboxModel;
  readonly people: PeopleModel;
  readonly conversations: ConversationsModel;
  readonly groups: RareActionsModel;
  readonly drafts: DraftsModel;
  /** Opens a new window on the log of a conversation, alive until its `close`. */
  openTimeline(conversationId: string): Timeline;
  /** Stops timers, sockets and channels, at the end of a test or of the page. */
  dispose(): void;
}
