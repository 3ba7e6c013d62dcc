import { tokenize } from './blocks';
import type { Block, Inline, Mentionable } from './tokens';

function inlineSource(token: Inline): string {
  switch (token.kind) {
    case 'text':
    case 'mark':
    case 'link':
    case 'mention':
      return token.text;
    case 'code':
      return `\`${token.text}\``;
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
    .map(
      (block) => block.before + (block.kind === 'code' ? block.open + block.text + block.close : block.children.map(inlineSource).join('')),
    )
    .join('');
}

function inlineText(token: Inline): string {
  switch (token.kind) {
    case 'text':
    case 'code':
    case 'link':
      return token.text;
    case 'mention':
      return token.shown ?? token.text;
    case 'mark':
      return '';
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

/** One line for previews, quotes and labels: no marks, no line breaks, spoilers kept hidden; at most `max` UTF-16 units are read. */
export function plainLine(text: string, people: readonly Mentionable[] = [], max = 300): string {
  return tokenize(text.slice(0, max), people)
    .map((block) => (block.kind === 'code' ? block.text : block.children.map(inlineText).join('')))
    .join(' ')
    .replace(/\s+/gu, ' ')
    .trim();
}
