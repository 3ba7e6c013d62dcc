import type { InboxItem } from '../../model/inbox';
import type { InboxFilter } from '../state/shell-state';

/** The conversations that the inbox shows under a filter. */
export function filterInbox(items: readonly InboxItem[], filter: InboxFilter): InboxItem[] {
  return items.filter((item) => {
    if (item.summary.archived !== (filter === 'archived')) return false;
    if (filter === 'unread') return item.unread > 0 || item.markedUnread;
    if (filter === 'groups') return item.summary.kind === 'group';
    return true;
  });
}
