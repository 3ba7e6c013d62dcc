import type { ReadonlySignal } from '@preact/signals';
import type { ConversationSummary } from '../../protocol/records';
import type { TimelineMessage } from './timeline';

/** One conversation in the inbox. */
export interface InboxItem {
  readonly id: string;
  readonly summary: ConversationSummary;
  /** The title to show: that of the group, or the name of the peer. */
  readonly title: string;
  /** The newest message, including unsent ones of the user. */
  readonly last: TimelineMessage | null;
  readonly unread: number;
  readonly mentions: number;
  readonly markedUnread: boolean;
  readonly muted: boolean;
  readonly draft: string | null;
  /** Ids of the people who are typing. */
  readonly typing: readonly string[];
  /** Sort key after pins, epoch ms. */
  readonly activeAt: number;
}

export interface InboxModel {
  /** False until the first sync or the stored inbox is loaded. */
  readonly loaded: ReadonlySignal<boolean>;
  /** All conversations, including archived ones; pinned first, then by activity. The view filters them. */
  readonly items: ReadonlySignal<readonly InboxItem[]>;
  readonly unreadTotal: ReadonlySignal<number>;
  /** The signal of one conversation, independent of the others. Undefined: not in the inbox. */
  item(conversationId: string): ReadonlySignal<InboxItem | undefined>;
}
