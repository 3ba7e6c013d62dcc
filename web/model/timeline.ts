import type { ReadonlySignal } from '@preact/signals';
import type { Body } from '../../protocol/bodies';
import type { ErrorCode } from '../../protocol/errors';
import type { Reaction } from '../../protocol/records';
import type { Problem } from './result';

export type Status = 'queued' | 'sent' | 'delivered' | 'read' | 'failed';

/** A message as a conversation shows it, stored or unsent, with edits, recalls, reactions and pins applied. */
export interface TimelineMessage {
  /** Unique in the conversation, and stable from the optimistic bubble to the stored message. */
  readonly key: string;
  /** The position in the log; absent while unsent. */
  readonly seq?: number | undefined;
  readonly clientMsgId: string;
  readonly conversationId: string;
  readonly senderId: string;
  readonly createdAt: number;
  readonly body: Body;
  readonly mine: boolean;
  /** Shown as a line without a bubble: a system message or a recalled one. */
  readonly quiet: boolean;
  readonly replyTo?: number | undefined;
  readonly editedAt?: number | undefined;
  readonly recalledAt?: number | undefined;
  readonly pinnedAt?: number | undefined;
  readonly reactions?: readonly Reaction[] | undefined;
  /** Only of own messages. */
  readonly status?: Status | undefined;
  /** The error code of a failed message. */
  readonly error?: ErrorCode | undefined;
  /** Unsent changes are already applied. */
  readonly pending?: boolean | undefined;
}

export interface Outgoing {
  readonly text: string;
  /** Ids of the mentioned members, `*` for everyone. */
  readonly mentions?: readonly string[];
  /** The name of each mention in the text. */
  readonly mentionNames?: readonly string[];
  readonly replyTo?: number;
}

export interface Timeline {
  readonly conversationId: string;
  /** Ascending by seq, then unsent messages in the order written. At most 1,000, contiguous. */
  readonly rows: ReadonlySignal<readonly TimelineMessage[]>;
  /** `loading`: nothing to show yet. `failed`: nothing to show and loading failed; `loadNewer` retries. */
  readonly state: ReadonlySignal<'loading' | 'ready' | 'failed'>;
  /** The log has entries outside the window. */
  readonly hasOlder: ReadonlySignal<boolean>;
  readonly hasNewer: ReadonlySignal<boolean>;
  /** The read mark at opening, after which the new-messages line is drawn. Null: nothing was unread. */
  readonly unreadAfterSeq: number | null;
  /** The first message of another user that was unread at opening, once loaded; null when there is none. */
  readonly firstUnreadSeq: ReadonlySignal<number | null>;
  loadOlder(): Promise<Problem | null>;
  loadNewer(): Promise<Problem | null>;
  /** Moves the window to `seq`. `not_found`: the message does not exist or the user may not see it. */
  jumpTo(seq: number): Promise<Problem | null>;
  /** Moves the window to the end of the log. */
  jumpToEnd(): Promise<Problem | null>;
  /** The message that `replyTo` refers to. Undefined: loading. Null: unavailable. Reads signals. */
  quoted(seq: number): TimelineMessage | null | undefined;
  /** Marks messages up to `seq` as read. Call it when the message is visible in a focused window. */
  markRead(seq: number): void;
  send(message: Outgoing): void;
  edit(seq: number, message: Outgoing): void;
  recall(seq: number): void;
  react(seq: number, emoji: string, on: boolean): void;
  pin(seq: number, on: boolean): void;
  /** The text of an own recalled message, for writing it again; null when this browser does not have it. */
  recalledText(seq: number): string | null;
  /** Resends a failed message. */
  retry(clientMsgId: string): void;
  discard(clientMsgId: string): void;
  /** Call it at every keystroke; it is throttled. */
  typing(): void;
  close(): void;
}
