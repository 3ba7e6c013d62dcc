/** What draws nothing: blanks, controls, marks without a letter below them, characters made to be ignored, and a few empty signs. */
const INK = /[^\s\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{M}\p{DI}\p{NChar}\u2800\ufffc\u{13441}\u{13442}\u{1d159}]/u;

/** Whether a name or title has anything to be seen in it. */
export const hasInk = (text: string): boolean => INK.test(text);
