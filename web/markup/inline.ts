import { addressAt } from './links';
import type { Inline, Mentionable } from './tokens';

type Style = 'bold' | 'italic' | 'strike' | 'spoiler';
type Piece =
  | { readonly kind: 'token'; readonly token: Inline }
  | { readonly kind: 'mark'; readonly mark: string; readonly opens: boolean; readonly closes: boolean };

const STYLES: Readonly<Record<string, Style>> = { '**': 'bold', '*': 'italic', _: 'italic', '~~': 'strike', '||': 'spoiler' };
const SPACE = /^\s?$/u;
const LATIN_WORD = /[\p{Script=Latin}\p{N}_]/u;
const CONTENT = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;
const WORD = /[\p{L}\p{N}_]/u;
/** Depth of nesting at which further marks stay text: deep nesting says nothing and costs stack. */
const DEPTH_MAX = 8;

/**
 * A run of `*` or `_` opens where no space follows and closes where none precedes. Unlike CommonMark, punctuation beside it does not count,
 * for `**注意：**请看` is bold to everyone who writes it. Inside a Latin word, `_` and a single `*` are letters: `snake_case`, `2*3*4`.
 */
function markPiece(text: string, at: number, mark: string): Piece {
  const before = text.charAt(at - 1);
  const after = text.charAt(at + mark.length);
  const inWord = (mark === '_' || mark === '*') && LATIN_WORD.test(before) && LATIN_WORD.test(after);
  return { kind: 'mark', mark, opens: !inWord && !SPACE.test(after), closes: !inWord && !SPACE.test(before) };
}

function markAt(text: string, at: number): string | null {
  const character = text.charAt(at);
  if (character === '*') {
    if (text.charAt(at + 1) !== '*') return '*';
    return '**';
  }
  if (character === '_') return '_';
  if (character === '~' && text.charAt(at + 1) === '~') return '~~';
  if (character === '|' && text.charAt(at + 1) === '|') return '||';
  return null;
}

interface Names {
  readonly byFirst: ReadonlyMap<string, readonly Mentionable[]>;
}

function indexNames(people: readonly Mentionable[]): Names {
  const byFirst = new Map<string, Mentionable[]>();
  for (const person of people) {
    const first = person.name.charAt(0);
    if (first === '') continue;
    const list = byFirst.get(first);
    if (list === undefined) byFirst.set(first, [person]);
    else list.push(person);
  }
  // The longest name wins: `@张三丰` is not a mention of 张三.
  for (const list of byFirst.values()) list.sort((a, b) => b.name.length - a.name.length);
  return { byFirst };
}

function mentionAt(text: string, at: number, names: Names): Mentionable | null {
  if (LATIN_WORD.test(text.charAt(at - 1))) return null;
  const candidates = names.byFirst.get(text.charAt(at + 1)) ?? [];
  const found = candidates.find((person) => text.startsWith(person.name, at + 1));
  if (found === undefined) return null;
  const last = found.name.charAt(found.name.length - 1);
  const next = text.charAt(at + 1 + found.name.length);
  return LATIN_WORD.test(last) && LATIN_WORD.test(next) && WORD.test(next) ? null : found;
}

function scan(text: string, names: Names): Piece[] {
  const pieces: Piece[] = [];
  /** Places of the next backtick, so that many lone ones do not each search the rest of the text. */
  let noBacktickAfter = text.length;
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
    if (character === '`' && at < noBacktickAfter) {
      const end = text.indexOf('`', at + 1);
      if (end < 0) noBacktickAfter = at;
      else if (end > at + 1 && !text.slice(at + 1, end).includes('\n')) {
        take({ kind: 'code', text: text.slice(at + 1, end) }, end + 1);
        continue;
      }
    } else if (character === 'h' || character === 'H' || character === 'm' || character === 'M') {
      const address = addressAt(text, at);
      if (address !== null) {
        const shown = text.slice(at, address.end);
        take(address.href === null ? { kind: 'text', text: shown } : { kind: 'link', text: shown, href: address.href }, address.end);
        continue;
      }
    } else if (character === '@') {
      const person = mentionAt(text, at, names);
      if (person !== null) {
        const shown = person.shown === undefined ? {} : { shown: `@${person.shown}` };
        take({ kind: 'mention', text: `@${person.name}`, userId: person.userId, ...shown }, at + 1 + person.name.length);
        continue;
      }
    } else {
      const mark = markAt(text, at);
      if (mark !== null) {
        flush(at);
        pieces.push(markPiece(text, at, mark));
        at += mark.length;
        plain = at;
        continue;
      }
    }
    at++;
  }
  flush(text.length);
  return pieces;
}

interface Frame {
  readonly mark: string;
  readonly children: Inline[];
}

function pushText(into: Inline[], text: string): void {
  const last = into[into.length - 1];
  if (last?.kind === 'text') into[into.length - 1] = { kind: 'text', text: last.text + text };
  else into.push({ kind: 'text', text });
}

function append(into: Inline[], token: Inline): void {
  if (token.kind === 'text') pushText(into, token.text);
  else into.push(token);
}

/** A styled run has letters in it; `*_*` and `||||` are faces and ornaments. */
function saysSomething(frame: Frame): boolean {
  return frame.children.some((child) => child.kind !== 'text' || CONTENT.test(child.text));
}

/** Marks that were opened and never closed become the text they are. */
function unwind(stack: Frame[], downTo: number): void {
  while (stack.length > downTo) {
    const frame = stack.pop();
    const parent = stack[stack.length - 1];
    if (frame === undefined || parent === undefined) return;
    pushText(parent.children, frame.mark);
    for (const child of frame.children) append(parent.children, child);
  }
}

/** The inline tokens of one paragraph; time grows linearly with the text, since at most `DEPTH_MAX` marks are open at once. */
export function tokenizeInline(text: string, people: readonly Mentionable[]): Inline[] {
  const root: Inline[] = [];
  const stack: Frame[] = [{ mark: '', children: root }];
  for (const piece of scan(text, indexNames(people))) {
    const top = stack[stack.length - 1];
    if (top === undefined) break;
    if (piece.kind === 'token') {
      append(top.children, piece.token);
      continue;
    }
    const openAt = piece.closes ? stack.findLastIndex((frame) => frame.mark === piece.mark) : -1;
    const style = STYLES[piece.mark];
    if (openAt > 0 && style !== undefined && stack.slice(openAt).some(saysSomething)) {
      unwind(stack, openAt + 1);
      const frame = stack.pop();
      const parent = stack[stack.length - 1];
      if (frame !== undefined && parent !== undefined) parent.children.push({ kind: style, mark: piece.mark, children: frame.children });
    } else if (piece.opens && stack.length <= DEPTH_MAX && !stack.some((frame) => frame.mark === piece.mark)) {
      stack.push({ mark: piece.mark, children: [] });
    } else pushText(top.children, piece.mark);
  }
  unwind(stack, 1);
  return root;
}
