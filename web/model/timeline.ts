import type { ReadonlySignal } from '@preact/signals';
import type { Body } from '../../protocol/bodies';
import type { ErrorCode } from '../../protocol/errors';
import type { Reaction } from '../../protocol/records';
import type { Problem } from './result';

export type Status = 'queued' | 'sent' | 'delivered' | 'read' | 'failed';

/** A message as a conversation shows it: edits, recalls, reactions and pins folded in, in the log or still in the outbox. */
export interface TimelineMessage {
  /** The same from the optimistic bubble to its confirmation, and unique in the conversation. */
  readonly key: string;
  /** Its place in the log; absent while it waits to be sent. */
  readonly seq?: number | undefined;
  readonly clientMsgId: string;
  readonly conversationId: string;
  readonly senderId: string;
  readonly createdAt: number;
  readonly body: Body;
  readonly mine: boolean;
  /** Shown as a quiet line: a system message or one that was recalled. */
  readonly quiet: boolean;
  readonly replyTo?: number | undefined;
  readonly editedAt?: number | undefined;
  readonly recalledAt?: number | undefined;
  readonly pinnedAt?: number | undefined;
  readonly reactions?: readonly Reaction[] | undefined;
  /** Of one's own messages. */
  readonly status?: Status | undefined;
  /** Why it failed. */
  readonly error?: ErrorCode | undefined;
  /** Changes of it wait in the outbox; what they do is shown already. */
  readonly pending?: boolean | undefined;
}

export interface Outgoing {
  readonly text: string;
  /** Ids of the members named in the text, `*` for everyone. */
  readonly mentions?: readonly string[];
  /** How each of them is named there. */
  readonly mentionNames?: readonly string[];
  readonly replyTo?: number;
}

export interface Timeline {
  readonly conversationId: string;
  /** Ascending: by seq, then one's own unsent ones in the order written. At most 1,000, contiguous, no hole inside. */
  readonly rows: ReadonlySignal<readonly TimelineMessage[]>;
  /** `loading`: nothing is there to show yet. `failed`: nothing is there and asking did not work; `loadNewer` tries again. */
  readonly state: ReadonlySignal<'loading' | 'ready' | 'failed'>;
  /** There is more of the log than the window shows. */
  readonly hasOlder: ReadonlySignal<boolean>;
  readonly hasNewer: ReadonlySignal<boolean>;
  /** The mark at opening: the new-messages line stands behind it. Null: nothing was unread. */
  readonly unreadAfterSeq: number | null;
  /** The first unread message of another person, once it is loaded; captured at opening, null when there is none. */
  readonly firstUnreadSeq: ReadonlySignal<number | null>;
  loadOlder(): Promise<Problem | null>;
  loadNewer(): Promise<Problem | null>;
  /** Moves the window so that it holds `seq`. `not_found`: there is no such message, or it is not one's to see. */
  jumpTo(seq: number): Promise<Problem | null>;
  /** Moves the window to the end of the log. */
  jumpToEnd(): Promise<Problem | null>;
  /** What `replyTo` points at; asked for when it is not at hand (undefined meanwhile), null when it cannot be had. Reads signals. */
  quoted(seq: number): TimelineMessage | null | undefined;
  /** The message was visible in a focused window. */
  markRead(seq: number): void;
  send(message: Outgoing): void;
  edit(seq: number, message: Outgoing): void;
  recall(seq: number): void;
  react(seq: number, emoji: string, on: boolean): void;
  pin(seq: number, on: boolean): void;
  /** The text of one's own recalled message, for writing it again; null when this browser does not know it. */
  recalledText(seq: number): string | null;
  /** Of a failed message. */
  retry(clientMsgId: string): void;
  discard(clientMsgId: string): void;
  /** To be called at every keystroke; throttled here. */
  typing(): void;
  close(): void;
}
