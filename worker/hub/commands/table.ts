import type { Up, UpOf } from '../../../protocol/up';
import type { HubItem } from '../../platform/rpc';
import type { AppendResult, Send } from '../../store/log/append';
import type { Connection } from '../connection/connection';
import type { Allowance } from '../limits/allowances';
import type { HubSettings } from '../limits/settings';
import type { Presence } from '../presence/presence';
import type { Notifier } from './notifier';

/** What happens to a frame whose allowance is used up. */
export type OverLimit<F> =
  /** Answers one error with the time to wait. For frames that have an answer. */
  | { readonly do: 'refuse'; readonly message: string }
  /** Delays the frame; of frames with the same key only the newest is kept. For frames that must not be lost. */
  | { readonly do: 'postpone'; key(connection: Connection, frame: F): string; newer(waiting: F, frame: F): F }
  /** Drops the frame. For frames that are repeated anyway. */
  | { readonly do: 'drop' };

/** How the hub handles frames of one type. */
export interface Command<F> {
  /** The allowance that each frame uses, besides the limit of its connection; `null`: none. */
  readonly limit: { readonly allowance: Allowance; readonly overLimit: OverLimit<F> } | null;
  /** Runs at once, before the frame waits in its queue. */
  readonly accept?: (connection: Connection, frame: F) => void;
  /** The queue of the connection in which the frame waits. */
  readonly slot?: 'pulls' | 'watches';
  /** Whether the frame may arrive before the first welcome. */
  readonly beforeWelcome?: true;
  readonly handle: (connection: Connection, frame: F) => void | Promise<void>;
}

/** One row per type of up frame; a missing row does not compile. */
export type CommandTable = { readonly [T in Up['type']]: Command<UpOf<T>> };

export interface CommandDeps {
  readonly db: D1Database;
  readonly append: (sends: readonly Send[]) => Promise<AppendResult>;
  readonly userId: string;
  readonly settings: HubSettings;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly notifier: Notifier;
  readonly presence: Presence;
  /** Pushes items to one connection. */
  readonly pushTo: (connection: Connection, items: readonly HubItem[]) => void;
  readonly connections: () => Connection[];
}
