/** Matches a visible character: no blank, control, mark without a base letter, default-ignorable character or empty sign. */
const INK = /[^\s\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{M}\p{DI}\p{NChar}\u2800\ufffc\u{13441}\u{13442}\u{1d159}]/u;

/** Whether a name or title has a visible character. */
export const hasInk = (text: string): boolean => INK.test(text);
