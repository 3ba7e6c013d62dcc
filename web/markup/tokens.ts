/**
 * What a message's text means. Tokens keep their delimiters, so that the tokens of a text always spell that text again: views put the
 * delimiters into the page unseen, and nothing a person wrote is lost.
 */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  /** A delimiter: part of the source, not shown. */
  | { readonly kind: 'mark'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike' | 'spoiler'; readonly mark: string; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  /** `shown`: what stands there instead, today's name of the person. */
  | { readonly kind: 'mention'; readonly text: string; readonly userId: string; readonly shown?: string };

export type Block =
  | { readonly kind: 'paragraph' | 'quote'; readonly before: string; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly before: string; readonly open: string; readonly text: string; readonly close: string };

/** A person who may be named in the text: `@name` becomes a mention of the id. */
export interface Mentionable {
  readonly userId: string;
  readonly name: string;
  /** What is shown instead of the name that stands in the text. */
  readonly shown?: string;
}
