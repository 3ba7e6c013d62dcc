import type { InboxItem } from '../../model/model';
import { initialLetters } from './pinyin';
import { soundsLike } from './sounds-like';

const fold = (text: string): string => text.normalize('NFKC').toLocaleLowerCase();

/** How well a title answers a query: a whole start beats a word's start beats a part beats letters in order; 0 is no answer. */
export function score(title: string, query: string): number {
  const name = fold(title);
  if (name.startsWith(query)) return 4;
  if (name.split(/[\s._-]+/u).some((word) => word.startsWith(query))) return 3;
  if (name.includes(query)) return 2;
  if (initialLetters(title).startsWith(query) || soundsLike(title, query)) return 2;
  let at = 0;
  for (const character of name) if (character === query.charAt(at)) at++;
  return at >= query.length ? 1 : 0;
}

/** Without a query: unread first, then by activity. With one: by how well the title answers, then by activity. */
export function rankItems(items: readonly InboxItem[], query: string): InboxItem[] {
  const asked = fold(query.trim());
  const recent = [...items].sort((a, b) => b.activeAt - a.activeAt);
  if (asked === '') return recent.sort((a, b) => Number(b.unread > 0 && !b.muted) - Number(a.unread > 0 && !a.muted));
  return recent
    .map((item) => ({ item, points: score(item.title, asked) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
    .map(({ item }) => item);
}
