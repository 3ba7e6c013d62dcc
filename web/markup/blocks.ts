import { tokenizeInline } from './inline';
import type { Block, Inline, Mentionable } from './tokens';

const FENCE = '```';
const QUOTE = '> ';

/** A fence's code: from the line after its language word to the closing fence; null when it never closes or holds nothing. */
function fenceAt(text: string, at: number): { open: string; code: string; close: string; end: number } | null {
  const closing = text.indexOf(FENCE, at + FENCE.length);
  if (closing < 0) return null;
  const inner = text.slice(at + FENCE.length, closing);
  const head = /^[\w+#.-]{0,24}[ \t]*\n/.exec(inner)?.[0] ?? '';
  const tail = inner.endsWith('\n') ? '\n' : '';
  const code = inner.slice(head.length, inner.length - tail.length);
  if (code.trim() === '') return null;
  return { open: FENCE + head, code, close: tail + FENCE, end: closing + FENCE.length };
}

/** Paragraphs and quotes of a text without fences; line breaks inside them stay as they are. */
function proseBlocks(text: string, before: string, people: readonly Mentionable[]): Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  let quoted = false;
  const flush = () => {
    if (lines.length === 0) return;
    const children: Inline[] = quoted
      ? lines.flatMap((line, i) => [
          { kind: 'mark', text: QUOTE },
          ...tokenizeInline(line.slice(QUOTE.length) + (i < lines.length - 1 ? '\n' : ''), people),
        ])
      : tokenizeInline(lines.join('\n'), people);
    blocks.push({ kind: quoted ? 'quote' : 'paragraph', before: blocks.length === 0 ? before : '\n', children });
    lines = [];
  };
  for (const line of text.split('\n')) {
    // A `>` alone, or a smiley such as `>_<` or `>:(`, quotes nothing.
    const isQuote = line.startsWith(QUOTE) && line.trim().length > 1;
    if (isQuote !== quoted) {
      flush();
      quoted = isQuote;
    }
    lines.push(line);
  }
  flush();
  return blocks;
}

/** A message's text as blocks. A text without marks comes back as one paragraph holding exactly that text. */
export function tokenize(text: string, people: readonly Mentionable[] = []): Block[] {
  const blocks: Block[] = [];
  let plain = 0;
  let at = text.indexOf(FENCE);
  while (at >= 0) {
    const fence = at === 0 || text.charAt(at - 1) === '\n' ? fenceAt(text, at) : null;
    if (fence === null) {
      at = text.indexOf(FENCE, at + FENCE.length);
      continue;
    }
    const lead = blocks.length > 0 && text.charAt(plain) === '\n' ? '\n' : '';
    const prose = text.slice(plain + lead.length, Math.max(plain + lead.length, at - 1));
    const hasProse = at > plain + lead.length;
    if (hasProse) blocks.push(...proseBlocks(prose, lead, people));
    blocks.push({ kind: 'code', before: hasProse ? '\n' : lead, open: fence.open, text: fence.code, close: fence.close });
    plain = fence.end;
    at = text.indexOf(FENCE, plain);
  }
  if (plain < text.length || blocks.length === 0) {
    const lead = blocks.length > 0 && text.charAt(plain) === '\n' ? '\n' : '';
    blocks.push(...proseBlocks(text.slice(plain + lead.length), lead, people));
  }
  return blocks;
}

const LONE_EMOJI = /^(?:\p{RGI_Emoji}\s*){1,3}$/v;

/** Whether the text is one to three emoji and nothing else, which are shown large. */
export function isLoneEmoji(text: string): boolean {
  return text.length <= 60 && LONE_EMOJI.test(text);
}
