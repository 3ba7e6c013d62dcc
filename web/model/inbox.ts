import type { ReadonlySignal } from '@preact/signals';
import type { ConversationSummary } from '../../protocol/records';
import type { TimelineMessage } from './timeline';

/** One line of the inbox. */
export interface InboxItem {
  readonly id: string;
  readonly summary: ConversationSummary;
  /** Title to show: the group's, or the other person's name. */
  readonly title: string;
  /** The newest message, one's own unsent ones included. */
  readonly last: TimelineMessage | null;
  readonly unread: number;
  readonly mentions: number;
  readonly markedUnread: boolean;
  readonly muted: boolean;
  readonly draft: string | null;
  /** Ids of the people who are typing. */
  readonly typing: readonly string[];
  /** What the list is ordered by, after pins. */
  readonly activeAt: number;
}

export interface InboxModel {
  /** False until the first sync or the local copy has answered. */
  readonly loaded: ReadonlySignal<boolean>;
  /** Everything, archived ones included; pinned first, then by activity. Filters are the view's. */
  readonly items: ReadonlySignal<readonly InboxItem[]>;
  readonly unreadTotal: ReadonlySignal<number>;
  /** One conversation, without listening to the others. Undefined: not in the inbox. */
  item(conversationId: string): ReadonlySignal<InboxItem | undefined>;
}
