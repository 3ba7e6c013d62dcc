/**
 * The first character of each pinyin letter. Browsers and Workers carry a collation that sorts Han characters by pinyin, so these bounds
 * give the first letter of a reading. A character with several readings has its usual one.
 */
const BOUNDS: readonly (readonly [string, string])[] = [
  ['阿', 'a'],
  ['八', 'b'],
  ['嚓', 'c'],
  ['咑', 'd'],
  ['妸', 'e'],
  ['发', 'f'],
  ['旮', 'g'],
  ['哈', 'h'],
  ['讥', 'j'],
  ['咔', 'k'],
  ['垃', 'l'],
  ['妈', 'm'],
  ['拏', 'n'],
  ['噢', 'o'],
  ['妑', 'p'],
  ['七', 'q'],
  ['呥', 'r'],
  ['仨', 's'],
  ['他', 't'],
  ['屲', 'w'],
  ['夕', 'x'],
  ['丫', 'y'],
  ['帀', 'z'],
];
const HAN = /\p{Script=Han}/u;
const collator = new Intl.Collator('zh-Hans-u-co-pinyin');
const letterCache = new Map<string, string>();

/** `张` → `z`; empty for a character that sorts before all of `BOUNDS`. */
export function firstLetter(character: string): string {
  const cached = letterCache.get(character);
  if (cached !== undefined) return cached;
  const letter = BOUNDS.findLast(([bound]) => collator.compare(bound, character) <= 0)?.[1] ?? '';
  letterCache.set(character, letter);
  return letter;
}

/** `张三丰` → `zsf`; other scripts stay, folded to lower case without spaces. */
export function initialLetters(name: string): string {
  return Array.from(name, (character) => (HAN.test(character) ? firstLetter(character) : character.toLocaleLowerCase()))
    .join('')
    .replace(/\s+/gu, '');
}
