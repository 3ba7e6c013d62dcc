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
  /** Tries to connect now, where the next attempt has to wait. */
  reconnect(): void;
  /** Shown once in a quiet line; null: nothing to say. */
  readonly notice: ReadonlySignal<Notice | null>;
  /** The last change that the server refused; a new object each time. The view has gone back already. */
  readonly refusal: ReadonlySignal<Refusal | null>;
  /** The server's time, epoch ms: what mutes, recalls and invites are compared with, and made from. */
  serverNow(): number;
  readonly inbox: InboxModel;
  readonly people: PeopleModel;
  readonly conversations: ConversationsModel;
  readonly groups: RareActionsModel;
  readonly drafts: DraftsModel;
  /** The log of one conversation, kept alive until `close`. Every call gives a window of its own. */
  openTimeline(conversationId: string): Timeline;
  /** Ends timers, sockets and channels: for tests and for leaving the page. */
  dispose(): void;
}
