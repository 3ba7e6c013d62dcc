/**
 * Scripts that write words without spaces, or attach particles to them, as regular expression source for the `v` flag: a mark or an
 * address may begin and end right beside such a character.
 */
const UNSPACED = '[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}]';

/** A letter of a script without spaces between words. */
export const UNSPACED_LETTER = new RegExp(`[[\\p{L}\\p{M}\\p{N}]&&${UNSPACED}]`, 'v');
/** A letter, digit or accent that belongs to the adjacent word. */
export const JOINED = new RegExp(`[[\\p{L}\\p{M}\\p{N}]--[${UNSPACED}\\p{VS}\\u20e3]]`, 'v');
/** Word characters that must not directly precede an address or a mention. */
export const LATIN_WORD = /[\p{Script=Latin}\p{N}_]/u;
