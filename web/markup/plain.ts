import { tokenize } from './blocks';
import { type Block, type CodeBlock, type Inline, isCodeBlock, type Mentionable } from './tokens';

/** The closing delimiter for an opening one. */
export const mirrored = (mark: string): string => Array.from(mark).reverse().join('');

/** The exact source of a token. */
export function inlineSource(token: Inline | CodeBlock): string {
  if (isCodeBlock(token)) return token.before + (token.source ?? token.open + token.text + token.close);
  switch (token.kind) {
    case 'text':
    case 'mark':
    case 'link':
    case 'mention':
      return token.text;
    case 'code':
      return (token.mark ?? '`') + token.text + mirrored(token.mark ?? '`');
    case 'bold':
    case 'italic':
    case 'strike':
    case 'spoiler':
      return token.mark + token.children.map(inlineSource).join('') + token.mark;
    default:
      return token satisfies never;
  }
}

/** The exact source text of the tokens. */
export function sourceOf(blocks: readonly Block[]): string {
  return blocks
    .map((block) => (isCodeBlock(block) ? inlineSource(block) : block.before + block.children.map(inlineSource).join('')))
    .join('');
}

function inlineText(token: Inline | CodeBlock): string {
  switch (token.kind) {
    case 'text':
    case 'code':
    case 'link':
      return token.text;
    case 'mention':
      return token.shown ?? token.text;
    case 'mark':
      return token.text === '\n' ? ' ' : '';
    case 'spoiler':
      return '▒▒▒';
    case 'bold':
    case 'italic':
    case 'strike':
      return token.children.map(inlineText).join('');
    default:
      return token satisfies never;
  }
}

/** Texts longer than a message, such as the beginning of a draft, are read up to this length. */
const PARSED_MAX_CHARS = 10_000;
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * One line for previews, quotes and labels: without marks and line breaks, with spoilers still hidden. It is cut at about `max` UTF-16
 * units, after parsing and between graphemes.
 */
export function plainLine(text: string, people: readonly Mentionable[] = [], max = 300): string {
  // In a cut text, the end stays hidden if it may belong to a spoiler.
  const read = text.length > PARSED_MAX_CHARS ? `${text.slice(0, PARSED_MAX_CHARS).trimEnd()}||` : text;
  const line = tokenize(read, people)
    .map((block) => (block.kind === 'code' ? block.text : block.children.map(inlineText).join('')))
    .join(' ')
    .replace(/\s+/gu, ' ')
    .trim();
  return line.length > max ? line.slice(0, segmenter.segment(line).containing(max)?.index) : line;
}
