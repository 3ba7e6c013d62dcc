import { charCount } from '../../../../protocol/limits';
import { tokenize } from '../../../markup/blocks';
import { inlineSource, mirrored } from '../../../markup/plain';
import { type Block, type CodeBlock, type Inline, isCodeBlock, type Mentionable } from '../../../markup/tokens';

/** What ends the part before a cut and starts the part after it, so that both read like the whole. */
interface Seam {
  readonly close: string;
  readonly reopen: string;
}

/** Between `start` and `end`, both excluded, the text can be cut at every character. */
interface Stretch extends Seam {
  readonly start: number;
  readonly end: number;
}

const PLAIN: Seam = { close: '', reopen: '' };
/** Longer marks are not repeated, because they would leave no room for the text. */
const MARKS_MAX = 64;

const seamOf = (close: string, reopen: string): Seam => (close.length + reopen.length > MARKS_MAX ? PLAIN : { close, reopen });

/** The places, in order, where a cut breaks no unit: an address, a mention, a mark. */
function stretchesOf(text: string, people: readonly Mentionable[]): Stretch[] {
  const found: Stretch[] = [];
  let at = 0;
  const between = (seam: Seam) => found.push({ start: at - 1, end: at + 1, ...seam });
  const within = (length: number, seam: Seam) => {
    found.push({ start: at, end: at + length, ...seam });
    at += length;
  };
  const code = (block: CodeBlock) => {
    const source = inlineSource(block);
    const quoted = !source.startsWith(block.open);
    const open = quoted ? source.slice(0, source.indexOf('\n') + 1) : block.open;
    const close = quoted ? source.slice(source.lastIndexOf('\n')) : block.close;
    // A long info string appears only once.
    const reopen = open.length > MARKS_MAX / 2 ? (/^[ >]*[`~]+/.exec(open)?.[0] ?? open) : open;
    const seam = seamOf(`\n${close.trimStart()}`, reopen.endsWith('\n') ? reopen : `${reopen}\n`);
    const end = at + source.length;
    at += open.length;
    // In a quote each line of code has its own marks, so it is cut only between lines.
    if (quoted) for (at = text.indexOf('\n', at) + 1; at > 0 && at < end - close.length; at = text.indexOf('\n', at) + 1) between(seam);
    else within(end - close.length - at, seam);
    at = end;
  };
  const inline = (tokens: readonly (Inline | CodeBlock)[], seam: Seam) => {
    tokens.forEach((token, i) => {
      if (i > 0) between(seam);
      if (isCodeBlock(token)) code(token);
      else if (token.kind === 'text') within(token.text.length, seam);
      else if (token.kind === 'code') {
        const mark = token.mark ?? '`';
        at += mark.length;
        within(token.text.length, seamOf(mirrored(mark) + seam.close, seam.reopen + mark));
        at += mark.length;
      } else if ('children' in token) {
        at += token.mark.length;
        inline(token.children, seamOf(token.mark + seam.close, seam.reopen + token.mark));
        at += token.mark.length;
      } else at += inlineSource(token).length;
    });
  };
  tokenize(text, people).forEach((block, i) => {
    at += block.before.length;
    if (i > 0) between(PLAIN);
    if (isCodeBlock(block)) code({ ...block, before: '' });
    else if (block.kind === 'paragraph') inline(block.children, PLAIN);
    else quote(block.children);
  });
  return found;

  /** A quoted line that is cut starts with its marks again; between two lines they are already there. */
  function quote(tokens: readonly (Inline | CodeBlock)[]): void {
    let prefix = '';
    tokens.forEach((token, i) => {
      const mark = !isCodeBlock(token) && token.kind === 'mark';
      if (i > 0) between(mark ? PLAIN : seamOf('', prefix));
      if (mark && token.text.startsWith('>')) prefix = token.text;
      inline([token], seamOf('', prefix));
    });
  }
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** How good a cut between these characters is. */
function worth(before: string, after: string): number {
  if (before === '\n') return 3;
  // The character after the cut may mean something else at the start of a line.
  if (/[>`~]/.test(after)) return 0;
  return /[\s。！？；]/u.test(before) ? 2 : 1;
}

/** The UTF-16 length of the first `points` code points from `at`. */
function unitsOf(text: string, at: number, points: number): number {
  let end = at;
  for (let left = points; left > 0 && end < text.length; left--) end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  return end - at;
}

/** Ends a part: the closing marks go before trailing blanks, since a mark after a blank closes nothing. */
function closed(part: string, close: string): string {
  if (close === '') return part;
  if (close.startsWith('\n')) return part + (part.endsWith('\n') ? close.slice(1) : close);
  const text = part.trimEnd();
  return text + close + part.slice(text.length);
}

/** Whether the marks at a cut would stand beside their own character: such a run is read as another mark, or as text. */
function joinsRun(text: string, at: number, { close, reopen }: Seam): boolean {
  if (close === '' || close.startsWith('\n')) return false;
  let last = at - 1;
  while (/\s/u.test(text.charAt(last))) last--;
  return text.charAt(last) === close.charAt(0) || (reopen !== '' && text.charAt(at) === reopen.at(-1));
}

interface Cut {
  readonly at: number;
  readonly seam: Seam;
}

/** The last good cut after `from` and up to `limit`; null if everything up to there is one unit. */
function bestCut(text: string, from: number, limit: number, stretches: readonly Stretch[]): Cut | null {
  let best: (Cut & { readonly points: number }) | null = null;
  let i = 0;
  // Some characters after the limit belong to the last grapheme before it.
  for (const { index } of segmenter.segment(text.slice(from, limit + MARKS_MAX))) {
    const at = from + index;
    if (at > limit) break;
    while (i < stretches.length && (stretches[i]?.end ?? 0) <= at) i++;
    const seam = stretches[i];
    if (seam === undefined || index === 0 || at <= seam.start) continue;
    const after = text.charAt(at);
    // A mark before a blank opens nothing.
    if (seam.reopen !== '' && !seam.close.startsWith('\n') && /\s/u.test(after)) continue;
    if (joinsRun(text, at, seam)) continue;
    const points = index > (limit - from) * 0.8 ? worth(text.charAt(at - 1), after) : 0;
    if (best === null || points >= best.points) best = { at, seam, points };
  }
  return best;
}

/** The letters and digits outside spoilers. */
function inClear(text: string, people: readonly Mentionable[]): string {
  const read = (token: Inline | Block): string => {
    if ('text' in token) return token.text;
    return token.kind === 'spoiler' ? '' : token.children.map(read).join('');
  };
  return tokenize(text, people)
    .map(read)
    .join('')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** How many places are tried, each a tenth nearer to the beginning, until what was hidden stays hidden. */
const TRIES = 24;
/** How far a cut is checked, in lengths of a part, so that the time grows with the text only. */
const READ_PARTS = 4;

/**
 * Cuts a text into parts of at most `max` code points, at the end of a line, sentence or word if one is near, and otherwise between
 * graphemes. Code stays code and spoilers stay hidden: their marks close at the end of a part and reopen in the next one. Without these
 * marks the parts together equal the text.
 */
export function splitText(text: string, max: number, people: readonly Mentionable[] = []): string[] {
  const stretches = stretchesOf(text, people);
  const hides = text.includes('||');
  const parts: string[] = [];
  let carry = '';
  let at = 0;
  const partTo = ({ at: end, seam }: Cut): string => closed(carry + text.slice(at, end), seam.close);

  /** Whether the part and what follows, of which a few parts are read, together show what they showed before the cut. */
  const keepsHidden = (cut: Cut): boolean => {
    if (!hides) return true;
    const end = at + READ_PARTS * max;
    const rest = cut.seam.reopen + text.slice(cut.at, end);
    return inClear(partTo(cut), people) + inClear(rest, people) === inClear(carry + text.slice(at, end), people);
  };

  const next = (whole: number): Cut => {
    const rest = stretches.filter(({ end }) => end > at);
    let first: Cut | null = null;
    let limit = whole;
    for (let left = TRIES; left > 0 && limit > at; left--) {
      const cut = bestCut(text, at, limit, rest);
      if (cut === null) break;
      // Room for closing marks is reserved only if the part needs some.
      const excess = charCount(partTo(cut)) - max;
      if (excess > 0) {
        limit = cut.at - excess;
        continue;
      }
      first ??= cut;
      if (keepsHidden(cut)) return cut;
      limit = Math.min(cut.at - 1, at + Math.floor((cut.at - at) * 0.9));
    }
    if (first !== null) return first;
    // A unit that fills a whole message is cut anyway.
    const place = at + unitsOf(text, at, max - carry.length - MARKS_MAX);
    return { at: place, seam: rest.find(({ start, end }) => start < place && place < end) ?? PLAIN };
  };

  while (at + unitsOf(text, at, max - carry.length) < text.length) {
    const cut = next(at + unitsOf(text, at, max - carry.length));
    parts.push(partTo(cut));
    carry = cut.seam.reopen;
    at = cut.at;
  }
  parts.push(carry + text.slice(at));
  return parts;
}
