import type { Up, UpOf } from '../../../protocol/up';
import type { HubItem } from '../../platform/rpc';
import type { AppendResult, Send } from '../../store/log/append';
import type { Connection } from '../connection/connection';
import type { Allowance } from '../limits/allowances';
import type { HubSettings } from '../limits/settings';
import type { Presence } from '../presence/presence';
import type { Notifier } from './notifier';

/** What becomes of a frame that comes when its allowance is used up. */
export type OverLimit<F> =
  /** It gets one error, with the time to wait. For frames that are answered. */
  | { readonly do: 'refuse'; readonly message: string }
  /** It waits for its turn; of frames with one key only the newest is kept. For frames whose loss somebody would notice. */
  | { readonly do: 'postpone'; key(connection: Connection, frame: F): string; newer(waiting: F, frame: F): F }
  /** It is forgotten: the next one says the same. */
  | { readonly do: 'drop' };

/** How frames of one type are handled. */
export interface Command<F> {
  /** What each frame takes from, beside the frames of its connection; `null`: nothing. */
  readonly limit: { readonly allowance: Allowance; readonly overLimit: OverLimit<F> } | null;
  /** Takes effect at once, before the frame's turn in its slot. */
  readonly accept?: (connection: Connection, frame: F) => void;
  /** The queue of its connection in which the frame waits for its turn. */
  readonly slot?: 'pulls' | 'watches';
  /** Whether it may come before the first welcome. */
  readonly beforeWelcome?: true;
  readonly handle: (connection: Connection, frame: F) => void | Promise<void>;
}

/** A row for each type of frame that travels up: a type without one does not compile. */
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
  /** Puts items before one connection. */
  readonly pushTo: (connection: Connection, items: readonly HubItem[]) => void;
  readonly connections: () => Connection[];
}
