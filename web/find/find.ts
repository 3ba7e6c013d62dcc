import { initialLetters } from '../../protocol/initial-letters';
import { nameKey } from '../../protocol/name-key';
import { soundsLike } from './sounds-like';

const START = 4;
const WORD_START = 3;
const INSIDE = 2;
/** The letters in order with others between them: enough for a list that the user navigates by keyboard. */
const SCATTERED = 1;

interface FoldedName {
  readonly name: string;
  readonly key: string;
  readonly words: readonly string[];
  /** First letters of Han characters; other scripts as they are. */
  readonly letters: string;
}

function fold(name: string): FoldedName {
  const key = nameKey(name);
  return { name, key, words: key.split(/[\s\p{P}]+/u), letters: initialLetters(key) };
}

/** `spoken`: the word as pinyin, where `ü` is typed as `v`. */
function scoreOf({ name, key, words, letters }: FoldedName, word: string, spoken: string): number {
  if (key.startsWith(word)) return START;
  if (words.some((part) => part.startsWith(word))) return WORD_START;
  return key.includes(word) || letters.startsWith(word) || soundsLike(name, word) || soundsLike(name, spoken) ? INSIDE : 0;
}

function scattered(key: string, query: string): boolean {
  let at = 0;
  for (const character of key) if (character === query.charAt(at)) at++;
  return at >= query.length;
}

/**
 * Scores how well the names of one thing match a query: a prefix beats a word prefix, which beats a substring, a pinyin reading or
 * initials. Words match in any order, each in any of the names. 0: no match; 1: only the scattered letters match.
 */
export function score(names: readonly string[], query: string): number {
  const key = nameKey(query);
  const spoken = nameKey(query.normalize('NFC').replace(/ü/giu, 'v')).split(' ');
  const folded = names.map(fold);
  const best = (word: string, sound: string) => Math.max(0, ...folded.map((name) => scoreOf(name, word, sound)));
  const words = key.split(' ');
  const whole = words.length > 1 ? best(key, key) : 0;
  const points = whole > 0 ? whole : Math.min(...words.map((word, i) => best(word, spoken[i] ?? word)));
  if (points > 0) return points;
  const letters = key.replaceAll(' ', '');
  return folded.some((name) => scattered(name.key, letters)) ? SCATTERED : 0;
}

/** The items that match the query, best first; all for an empty query. `loose`: scattered letters match too. */
export function rank<T>(items: readonly T[], query: string, namesOf: (item: T) => readonly string[], loose = false): T[] {
  if (query.trim() === '') return [...items];
  const least = loose ? SCATTERED : INSIDE;
  return items
    .map((item) => ({ item, points: score(namesOf(item), query) }))
    .filter(({ points }) => points >= least)
    .sort((a, b) => b.points - a.points)
    .map(({ item }) => item);
}
