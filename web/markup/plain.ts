import { tokenize } from './blocks';
import { type Block, type CodeBlock, type Inline, isCodeBlock, type Mentionable } from './tokens';

/** The delimiter that closes what this one opens. */
export const mirrored = (mark: string): string => Array.from(mark).reverse().join('');

/** How a token was written, exactly. */
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

/** The text the tokens were made from, exactly. */
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

/** Longer texts than messages are read this far: the beginning of a draft. */
const READ_MAX = 10_000;
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * One line for previews, quotes and labels: no marks, no line breaks, spoilers kept hidden. It is cut at about `max` UTF-16 units, after
 * the marks were read and between characters as people see them.
 */
export function plainLine(text: string, people: readonly Mentionable[] = [], max = 300): string {
  // Where a longer text is cut, what may be hidden there stays hidden.
  const read = text.length > READ_MAX ? `${text.slice(0, READ_MAX).trimEnd()}||` : text;
  const line = tokenize(read, people)
    .map((block) => (block.kind === 'code' ? block.text : block.children.map(inlineText).join('')))
    .join(' ')
    .replace(/\s+/gu, ' ')
    .trim();
  return line.length > max ? line.slice(0, segmenter.segment(line).containing(max)?.index) : line;
}
