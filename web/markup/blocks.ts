import { tokenizeInline } from './inline';
import { indexNames, type Names } from './scan';
import type { Block, CodeBlock, Inline, Mentionable } from './tokens';

/** `>` before each line, possibly several. A smiley such as `>_<` or `>:(` quotes nothing. */
const QUOTE = /^(?:> ?)*>(?: |$)/;
const OPENING = /^ {0,3}(`{3,}|~{3,})(.*)$/;
const CLOSING = /^ {0,3}(`{3,}|~{3,})[ \t]*$/;
const LANGUAGE = /^[ \t]*[\w+#.-]{0,24}[ \t]*$/;

const bare = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

interface Fence {
  readonly block: CodeBlock;
  /** The line after it. */
  readonly next: number;
}

/** The run that opens a fence on this line, and the rest of the line. */
function opening(line: string): { readonly run: string; readonly info: string } | null {
  const [, run, info = ''] = OPENING.exec(bare(line)) ?? [];
  return run === undefined || (run.startsWith('`') && info.includes('`')) ? null : { run, info };
}

const closes = (line: string, run: string): boolean => CLOSING.exec(bare(line))?.[1]?.startsWith(run) ?? false;

function codeBlock(open: string, lines: readonly string[], close: string, info = ''): CodeBlock | null {
  const raw = lines.join('\n');
  const text = lines.map(bare).join('\n');
  if (text.trim() === '') return null;
  return {
    kind: 'code',
    before: '',
    open,
    text,
    close,
    ...(!LANGUAGE.test(info) && { info: info.trim() }),
    ...(raw !== text && { source: open + raw + close }),
  };
}

/** Finds fences among lines. Remembers which never close, so that many openings do not search the rest repeatedly. */
function fenceFinder(lines: readonly string[]): (at: number) => Fence | null {
  // By fence character and closing style: the shortest run that nothing closes from here on.
  const unclosed = new Map<string, number>();
  const search = (at: number, run: string, way: string, test: (line: string, run: string) => boolean): number => {
    const key = way + run.charAt(0);
    if (run.length >= (unclosed.get(key) ?? Number.POSITIVE_INFINITY)) return -1;
    for (let i = at + 1; i < lines.length; i++) if (test(lines[i] ?? '', run)) return i;
    unclosed.set(key, run.length);
    return -1;
  };
  return (at) => {
    const line = lines[at] ?? '';
    const whole = /^(`{3,})([^`\r]+)\1\r?$/.exec(line);
    if (whole?.[1] !== undefined && whole[2] !== undefined) {
      const block = codeBlock(whole[1], [whole[2]], line.slice(whole[1].length + whole[2].length));
      return block && { block, next: at + 1 };
    }
    const fence = opening(line);
    if (fence === null) return null;
    const { run, info } = fence;
    const end = search(at, run, 'alone', closes);
    if (end > 0) {
      const block = codeBlock(`${line}\n`, lines.slice(at + 1, end), `\n${lines[end]}`, info);
      return block && { block, next: end + 1 };
    }
    // Many people close a fence right after the last line of code, and begin the code right after the opening.
    const last = search(at, run, 'behind', (other) => bare(other).endsWith(run));
    if (last < 0) return null;
    const lastLine = lines[last] ?? '';
    const code = [...lines.slice(at + 1, last), bare(lastLine).slice(0, -run.length)];
    const close = lastLine.slice(bare(lastLine).length - run.length);
    const block = LANGUAGE.test(info)
      ? codeBlock(`${line}\n`, code, close)
      : codeBlock(line.slice(0, line.indexOf(run) + run.length), [line.slice(line.indexOf(run) + run.length), ...code], close);
    return block && { block, next: last + 1 };
  };
}

/** Whether the next typed character falls inside an unclosed code block. */
export function inOpenFence(text: string): boolean {
  let open: string | null = null;
  for (const line of text.split('\n')) {
    if (open === null) open = opening(line)?.run ?? null;
    else if (closes(line, open)) open = null;
  }
  return open !== null;
}

/** Lines of equal depth as a quote; it contains the hidden marks of each line. */
function quoteBlock(lines: readonly string[], depth: number, names: Names): Block {
  const prefixes = lines.map((line) => QUOTE.exec(bare(line))?.[0] ?? '');
  const inner = lines.map((line, i) => line.slice(prefixes[i]?.length));
  const fenceAt = fenceFinder(inner);
  const children: (Inline | CodeBlock)[] = [];
  for (let i = 0; i < lines.length; ) {
    const fence = fenceAt(i);
    if (fence !== null) {
      const source = lines.slice(i, fence.next).join('\n');
      children.push({ ...fence.block, source });
      i = fence.next;
      if (i < lines.length) children.push({ kind: 'mark', text: '\n' });
      continue;
    }
    children.push({ kind: 'mark', text: prefixes[i] ?? '' });
    children.push(...tokenizeInline(`${inner[i]}${i < lines.length - 1 ? '\n' : ''}`, names));
    i++;
  }
  return { kind: 'quote', before: '', children, ...(depth > 1 && { depth }) };
}

/** The quotes in a run of lines with `>`, one per depth; none if only blanks follow the marks. */
function quotes(lines: readonly string[], names: Names): readonly Block[] {
  const read = lines.map((line) => {
    const prefix = QUOTE.exec(bare(line))?.[0] ?? '';
    return { depth: prefix.replaceAll(' ', '').length, blank: line.slice(prefix.length).trim() === '' };
  });
  if (read.every(({ blank }) => blank)) return [];
  const blocks: Block[] = [];
  let from = 0;
  // A mark alone is a blank line of its quote.
  let depth = read.find(({ blank }) => !blank)?.depth ?? 1;
  read.forEach((line, i) => {
    if (line.blank || line.depth === depth) return;
    blocks.push(quoteBlock(lines.slice(from, i), depth, names));
    from = i;
    depth = line.depth;
  });
  blocks.push(quoteBlock(lines.slice(from), depth, names));
  return blocks;
}

/** Parses the text of a message into blocks. A text without marks becomes one paragraph with exactly that text. */
export function tokenize(text: string, people: readonly Mentionable[] = []): Block[] {
  const names = indexNames(people);
  const lines = text.split('\n');
  const fenceAt = fenceFinder(lines);
  const blocks: Block[] = [];
  const push = (block: Block) => blocks.push(blocks.length === 0 ? block : { ...block, before: '\n' });
  let plain = 0;
  const flush = (end: number) => {
    if (end > plain) push({ kind: 'paragraph', before: '', children: tokenizeInline(lines.slice(plain, end).join('\n'), names) });
  };
  for (let at = 0; at < lines.length; ) {
    const fence = fenceAt(at);
    let next = fence?.next ?? at;
    let found: readonly Block[] = fence === null ? [] : [fence.block];
    if (fence === null) {
      while (next < lines.length && QUOTE.test(bare(lines[next] ?? ''))) next++;
      found = next > at ? quotes(lines.slice(at, next), names) : [];
      next = Math.max(next, at + 1);
    }
    if (found.length > 0) {
      flush(at);
      for (const block of found) push(block);
      plain = next;
    }
    at = next;
  }
  flush(lines.length);
  return blocks;
}

const LONE_EMOJI = /^(?:\p{RGI_Emoji}\s*){1,3}$/v;

/** Whether the text is only one to three emoji, which are shown large. */
export function isLoneEmoji(text: string): boolean {
  return text.length <= 60 && LONE_EMOJI.test(text);
}
