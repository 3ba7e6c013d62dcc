import { initialLetters } from '../../protocol/initial-letters';
import { nameKey } from '../../protocol/name-key';

/** Han characters by pinyin; every browser carries this order. */
const collator = new Intl.Collator('zh-Hans-u-co-pinyin', { numeric: true });
/** The section of names that begin with no letter from A to Z. */
const OTHERS = '#';

export interface LetterSection<T> {
  /** `A` to `Z`, or `#`. */
  readonly letter: string;
  readonly items: readonly T[];
}

/** The letter that a name is filed under: Han characters by their reading, letters with accents by the plain one. */
function letterOf(name: string): string {
  const first = initialLetters(nameKey(name)).charAt(0).toUpperCase();
  return /^[A-Z]$/.test(first) ? first : OTHERS;
}

/** Sections from A to Z, names in order within each, all other names last. */
export function byLetter<T>(items: readonly T[], nameOf: (item: T) => string): LetterSection<T>[] {
  const sections = Map.groupBy(items, (item) => letterOf(nameOf(item)));
  const rank = (letter: string) => (letter === OTHERS ? '~' : letter);
  return [...sections]
    .sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1))
    .map(([letter, filed]) => ({ letter, items: filed.toSorted((a, b) => collator.compare(nameOf(a), nameOf(b))) }));
}

/** The same order without sections. */
export function sortedByName<T>(items: readonly T[], nameOf: (item: T) => string): T[] {
  return byLetter(items, nameOf).flatMap((section) => section.items);
}
