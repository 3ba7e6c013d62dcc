/**
 * What a message's text means. Tokens keep their delimiters, so that the tokens of a text always spell that text again: views put the
 * delimiters into the page unseen, and nothing a person wrote is lost.
 */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  /** A delimiter: part of the source, not shown. */
  | { readonly kind: 'mark'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike' | 'spoiler'; readonly mark: string; readonly children: readonly Inline[] }
  /** `mark`: the opening delimiter where it is not a single backtick; the closing one is its mirror image. */
  | { readonly kind: 'code'; readonly text: string; readonly mark?: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  /** `shown`: what stands there instead, today's name of the person. */
  | { readonly kind: 'mention'; readonly text: string; readonly userId: string; readonly shown?: string };

export interface CodeBlock {
  readonly kind: 'code';
  readonly before: string;
  readonly open: string;
  readonly text: string;
  readonly close: string;
  /** What stands behind the opening fence, where it is more than the name of a language. */
  readonly info?: string;
  /** How fences and code were written, where that differs from `open`, `text` and `close` together. */
  readonly source?: string;
}

export type Block =
  | { readonly kind: 'paragraph'; readonly before: string; readonly children: readonly Inline[] }
  /** `depth`: how many `>` stand before each line, where it is more than one. */
  | { readonly kind: 'quote'; readonly before: string; readonly children: readonly (Inline | CodeBlock)[]; readonly depth?: number }
  | CodeBlock;

/** Code that has its own lines, not a run of code inside of one. */
export const isCodeBlock = (token: Inline | Block): token is CodeBlock => token.kind === 'code' && 'open' in token;

/** A person who may be named in the text: `@name` becomes a mention of the id. */
export interface Mentionable {
  readonly userId: string;
  readonly name: string;
  /** What is shown instead of the name that stands in the text. */
  readonly shown?: string;
}
