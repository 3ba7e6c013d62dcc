import { type Names, type Piece, scan } from './scan';
import type { Inline } from './tokens';

type Style = 'bold' | 'italic' | 'strike';

const STYLES: Readonly<Record<string, Style>> = { '**': 'bold', '*': 'italic', _: 'italic', '~~': 'strike' };
const SPOILER = '||';
const CONTENT = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;
// Content that single marks may enclose. Between punctuation it needs two adjacent letters; otherwise it is a face: `_(ツ)_`, `(*/ω＼*)`.
const WORDLIKE = /\p{Script=Han}|[\p{L}\p{N}]{2}|^[\p{L}\p{N}\p{Extended_Pictographic}]|[\p{L}\p{N}\p{Extended_Pictographic}]$/u;

interface Frame {
  readonly mark: string;
  readonly children: Inline[];
}

function append(into: Inline[], token: Inline): void {
  const last = into[into.length - 1];
  if (token.kind === 'text' && last?.kind === 'text') into[into.length - 1] = { kind: 'text', text: last.text + token.text };
  else into.push(token);
}

/** Whether the style has visible content; `*_*` and `**!**` are faces and ornaments. */
function hasContent({ mark, children }: Frame): boolean {
  const texts = children.flatMap((child) => (child.kind === 'text' ? [child.text] : []));
  return texts.length < children.length || (mark.length > 1 ? CONTENT : WORDLIKE).test(texts.join(''));
}

/** Turns the frame at this index back into text of its parent frame. */
function dissolve(stack: Frame[], at: number): void {
  const [frame] = stack.splice(at, 1);
  const parent = stack[at - 1];
  if (frame === undefined || parent === undefined) return;
  append(parent.children, { kind: 'text', text: frame.mark });
  for (const child of frame.children) append(parent.children, child);
}

/** Bold, italic and strikethrough. At most one frame per mark is open, so the time grows linearly with the pieces. */
function styled(pieces: readonly Piece[]): Inline[] {
  const root: Inline[] = [];
  const stack: Frame[] = [{ mark: '', children: root }];
  for (const piece of pieces) {
    const top = stack[stack.length - 1] ?? { mark: '', children: root };
    if (piece.kind === 'token') {
      append(top.children, piece.token);
      continue;
    }
    const { mark, opens, closes } = piece;
    const style = STYLES[mark];
    const at = stack.findIndex((frame) => frame.mark === mark);
    if (at > 0 && closes && style !== undefined) {
      while (stack.length > at + 1) dissolve(stack, at + 1);
      const frame = stack[at];
      const parent = stack[at - 1];
      if (frame !== undefined && parent !== undefined && hasContent(frame)) {
        stack.pop();
        parent.children.push({ kind: style, mark, children: frame.children });
        continue;
      }
      dissolve(stack, at);
      append(stack[at - 1]?.children ?? root, { kind: 'text', text: mark });
    } else if (opens && style !== undefined) {
      // The nearest mark opens: in `f(*args) is *this*` the first is a letter.
      if (at > 0) dissolve(stack, at);
      stack.push({ mark, children: [] });
    } else append(top.children, { kind: 'text', text: mark });
  }
  while (stack.length > 1) dissolve(stack, 1);
  return root;
}

/** The inline tokens of one paragraph. Spoilers take precedence: no other mark splits one. */
export function tokenizeInline(text: string, names: Names): Inline[] {
  const outer: Piece[] = [];
  /** The index of the open spoiler, and whether it has anything to hide. */
  let at = -1;
  let says = false;
  for (const piece of scan(text, names)) {
    if (piece.kind === 'token') says ||= piece.token.kind !== 'text' || CONTENT.test(piece.token.text);
    if (piece.kind === 'token' || piece.mark !== SPOILER) outer.push(piece);
    else if (at >= 0 && says && piece.closes) {
      const [, ...inner] = outer.splice(at);
      outer.push({ kind: 'token', token: { kind: 'spoiler', mark: SPOILER, children: styled(inner) } });
      at = -1;
    } else {
      if (at < 0 && piece.opens) {
        at = outer.length;
        says = false;
      }
      outer.push(piece);
    }
  }
  return styled(outer);
}
