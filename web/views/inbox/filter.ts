import type { InboxItem } from '../../model/model';
import { initialLetters } from '../shared/pinyin';
import type { InboxFilter } from '../shared/shell-state';
import { soundsLike } from '../shared/sounds-like';

const fold = (text: string): string => text.normalize('NFKC').toLocaleLowerCase();

/** What the inbox shows; a search looks everywhere, the archive included. */
export function filterInbox(items: readonly InboxItem[], filter: InboxFilter, query: string): InboxItem[] {
  const words = fold(query)
    .split(/\s+/u)
    .filter((word) => word !== '');
  if (words.length > 0) {
    return items.filter((item) => {
      const title = fold(item.title);
      const letters = initialLetters(item.title);
      return words.every((word) => title.includes(word) || letters.startsWith(word) || soundsLike(item.title, word));
    });
  }
  return items.filter((item) => {
    if (item.summary.archived !== (filter === 'archived')) return false;
    if (filter === 'unread') return item.unread > 0 || item.markedUnread;
    if (filter === 'groups') return item.summary.kind === 'group';
    return true;
  });
}
