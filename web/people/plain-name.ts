import { hasInk } from '../../protocol/names';

/**
 * Characters that make a name look like another one or reverse the text around it: controls, direction marks, blank letters, tags
 * outside flags, and joiners that join nothing.
 */
const DECEPTIVE =
  /\u034f|[\p{Cc}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb]|(?<!🏴[\u{e0020}-\u{e007e}]*)[\u{e0000}-\u{e007f}]|(?<=^|[\s\p{N}\p{P}\p{Script=Latin}\p{Script=Han}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}])[\u200c\u200d]+/gu;

/** Accents beyond the five that any script stacks on one letter; they would overlap the lines above. */
const EXCESS_ACCENTS = /(?<=\p{M}{5})\p{M}+/gu;

/** A name or title safe to display, without invisible and deceptive characters. Never empty. */
export function plainName(name: string): string {
  const plain = name.replace(DECEPTIVE, '').replace(EXCESS_ACCENTS, '').trim();
  return hasInk(plain) ? plain : '�';
}
