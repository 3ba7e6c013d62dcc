import { addressAt } from './links';
import { JOINED, LATIN_WORD, UNSPACED_LETTER } from './scripts';
import type { Inline, Mentionable } from './tokens';

/** A complete token, or a delimiter that may open or close a style. */
export type Piece =
  | { readonly kind: 'token'; readonly token: Inline }
  | { readonly kind: 'mark'; readonly mark: string; readonly opens: boolean; readonly closes: boolean };

export type Names = ReadonlyMap<string, readonly Mentionable[]>;

const SPACE = /^\s?$/u;
const WORD_START = /[a-z\d]/i;
/** More accents than any script stacks on one letter; the rest stays in the source, and is not drawn over the lines above. */
const PILE = /\p{M}{6,}/u;
const PILE_END = /(?<=\p{M}{5})\p{M}+/uy;

/** People by the first character of their name, longest name first, because `@张三丰` does not mention 张三. */
export function indexNames(people: readonly Mentionable[]): Names {
  const byFirst = new Map<string, Mentionable[]>();
  for (const person of people) {
    const first = person.name.charAt(0);
    if (first === '') continue;
    const list = byFirst.get(first);
    if (list === undefined) byFirst.set(first, [person]);
    else list.push(person);
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.name.length - a.name.length);
  return byFirst;
}

function mentionAt(text: string, at: number, names: Names): Mentionable | null {
  if (LATIN_WORD.test(text.charAt(at - 1))) return null;
  const found = names.get(text.charAt(at + 1))?.find((person) => text.startsWith(person.name, at + 1));
  if (found === undefined) return null;
  const last = found.name.charAt(found.name.length - 1);
  return LATIN_WORD.test(last) && LATIN_WORD.test(text.charAt(at + 1 + found.name.length)) ? null : found;
}

/** Splits a run of one character into delimiters, the outer one first; none if the run is an ornament. */
function marksOf(character: string, size: number): readonly string[] {
  if (character === '*') return [[], ['*'], ['**'], ['**', '*']][size] ?? [];
  if (character === '_') return size === 1 ? ['_'] : [];
  if (character === '|') return size > 1 ? ['||'] : [];
  return size === 2 ? ['~~'] : [];
}

/**
 * Whether a mark may open or close between the characters outside and inside the style. Unlike in CommonMark, adjacent punctuation is
 * ignored, because everyone who writes `**注意：**请看` means bold. Inside a word marks are letters: `snake_case`, `f(*args)`, `a||b`;
 * beside Han, which uses no spaces, they are marks.
 */
const fits = (outside: string, inside: string): boolean => !SPACE.test(inside) && (!JOINED.test(outside) || UNSPACED_LETTER.test(inside));

/** The index of the last run of backticks of each length, up to the end of the line at `at`. */
function backticksOf(text: string, at: number): { readonly end: number; readonly last: ReadonlyMap<number, number> } {
  const found = text.indexOf('\n', at);
  const end = found < 0 ? text.length : found;
  const last = new Map<number, number>();
  for (const run of text.slice(at, end).matchAll(/`+/g)) last.set(run[0].length, at + run.index);
  return { end, last };
}

/** The closing run of backticks of this size for the code that begins at `from`. */
function closing(text: string, from: number, size: number): number {
  for (let at = text.indexOf('`', from); at >= 0; ) {
    let end = at;
    while (text.charAt(end) === '`') end++;
    if (end - at === size) return at;
    at = text.indexOf('`', end);
  }
  return text.length;
}

function codeToken(inner: string, ticks: string): Inline {
  // A space on both sides separates backticks in the code from the delimiters.
  if (inner.includes('`') && /^ .* $/.test(inner)) return { kind: 'code', text: inner.slice(1, -1), mark: `${ticks} ` };
  return ticks === '`' ? { kind: 'code', text: inner } : { kind: 'code', text: inner, mark: ticks };
}

/** Splits a text into tokens and delimiters. The time grows linearly with the text. */
export function scan(text: string, names: Names): Piece[] {
  const pieces: Piece[] = [];
  const piled = PILE.test(text);
  /** Open marks: their closing marks are no part of an address. */
  const open = new Set<string>();
  let line: ReturnType<typeof backticksOf> = { end: -1, last: new Map() };
  let plain = 0;
  let at = 0;
  const flush = (end: number) => {
    if (end > plain) pieces.push({ kind: 'token', token: { kind: 'text', text: text.slice(plain, end) } });
  };
  const take = (token: Inline, end: number) => {
    flush(at);
    pieces.push({ kind: 'token', token });
    at = end;
    plain = end;
  };
  while (at < text.length) {
    const character = text.charAt(at);
    if ('`*_~|'.includes(character)) {
      let end = at + 1;
      while (text.charAt(end) === character) end++;
      const size = end - at;
      if (character === '`') {
        if (at > line.end) line = backticksOf(text, at);
        if ((line.last.get(size) ?? 0) > at) {
          const close = closing(text, end, size);
          take(codeToken(text.slice(end, close), text.slice(at, end)), close + size);
        } else at = end;
        continue;
      }
      const marks = marksOf(character, size);
      if (marks.length > 0) {
        flush(at);
        // The rest of a run of `|` is text inside or after the spoiler.
        const used = marks.join('').length;
        const before = text.charAt(at - 1);
        const after = text.charAt(at + used);
        const opens = fits(before, after);
        const closes = fits(after, before);
        for (const mark of opens && !closes ? marks : [...marks].reverse()) {
          pieces.push({ kind: 'mark', mark, opens, closes });
          if (!(closes && open.delete(mark)) && opens) open.add(mark);
        }
        at += used;
        plain = at;
      }
      at = end;
      continue;
    }
    if (character === '@') {
      const person = mentionAt(text, at, names);
      if (person !== null) {
        const shown = person.shown === undefined ? {} : { shown: `@${person.shown}` };
        take({ kind: 'mention', text: `@${person.name}`, userId: person.userId, ...shown }, at + 1 + person.name.length);
        continue;
      }
    } else if (WORD_START.test(character)) {
      const address = addressAt(text, at, open);
      if (address !== null) {
        const shown = text.slice(at, address.end);
        take(address.href === null ? { kind: 'text', text: shown } : { kind: 'link', text: shown, href: address.href }, address.end);
        continue;
      }
    } else if (character === '\r' && (at + 1 === text.length || text.charAt(at + 1) === '\n')) {
      take({ kind: 'mark', text: character }, at + 1);
      continue;
    } else if (piled) {
      PILE_END.lastIndex = at;
      const rest = PILE_END.exec(text)?.[0];
      if (rest !== undefined) {
        take({ kind: 'mark', text: rest }, at + rest.length);
        continue;
      }
    }
    at++;
  }
  flush(text.length);
  return pieces;
}
