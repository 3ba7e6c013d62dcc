import { initialLetters } from '../../protocol/initial-letters';
import { nameKey } from '../../protocol/name-key';

/** Sorts Han characters by pinyin; every browser ships this collation. */
const collator = new Intl.Collator('zh-Hans-u-co-pinyin', { numeric: true });
/** The section for names that start with no letter from A to Z. */
const OTHERS = '#';

export interface LetterSection<T> {
  /** `A` to `Z`, or `#`. */
  readonly letter: string;
  readonly items: readonly T[];
}

/** The section letter of a name: Han characters by pinyin, accented letters without the accent. */
function letterOf(name: string): string {
  const first = initialLetters(nameKey(name)).charAt(0).toUpperCase();
  return /^[A-Z]$/.test(first) ? first : OTHERS;
}

/** Sections from A to Z, each sorted by name; all other names come last. */
export function byLetter<T>(items: readonly T[], nameOf: (item: T) => string): LetterSection<T>[] {
  const sections = Map.groupBy(items, (item) => letterOf(nameOf(item)));
  const rank = (letter: string) => (letter === OTHERS ? '~' : letter);
  return [...sections]
    .sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1))
    .map(([letter, members]) => ({ letter, items: members.toSorted((a, b) => collator.compare(nameOf(a), nameOf(b))) }));
}

/** The same order without sections. */
export function sortedByName<T>(items: readonly T[], nameOf: (item: T) => string): T[] {
  return byLetter(items, nameOf).flatMap((section) => section.items);
}
