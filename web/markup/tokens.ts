/**
 * The parsed text of a message. Tokens keep their delimiters, so that they always spell the original text: views put the delimiters into
 * the page invisibly, and copying loses nothing.
 */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  /** A delimiter: in the source, but hidden. */
  | { readonly kind: 'mark'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike' | 'spoiler'; readonly mark: string; readonly children: readonly Inline[] }
  /** `mark`: the opening delimiter, unless it is a single backtick; the closing one mirrors it. */
  | { readonly kind: 'code'; readonly text: string; readonly mark?: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  /** `shown`: replaces the text, by the person's present name. */
  | { readonly kind: 'mention'; readonly text: string; readonly userId: string; readonly shown?: string };

export interface CodeBlock {
  readonly kind: 'code';
  readonly before: string;
  readonly open: string;
  readonly text: string;
  readonly close: string;
  /** The rest of the opening line, if it is more than the name of a language. */
  readonly info?: string;
  /** The exact source of fences and code, if it differs from `open`, `text` and `close` together. */
  readonly source?: string;
}

export type Block =
  | { readonly kind: 'paragraph'; readonly before: string; readonly children: readonly Inline[] }
  /** `depth`: the number of `>` before each line, if it is more than one. */
  | { readonly kind: 'quote'; readonly before: string; readonly children: readonly (Inline | CodeBlock)[]; readonly depth?: number }
  | CodeBlock;

/** A code block with its own lines, as opposed to inline code. */
export const isCodeBlock = (token: Inline | Block): token is CodeBlock => token.kind === 'code' && 'open' in token;

/** A person whom the text may mention: `@name` becomes a mention of the id. */
export interface Mentionable {
  readonly userId: string;
  readonly name: string;
  /** Shown instead of the name in the text. */
  readonly shown?: string;
}
