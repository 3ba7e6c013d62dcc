import { hasInk } from '../../protocol/names';

/**
 * What a name may carry to look like another one, or to turn the line around it: controls, direction marks, blanks that are letters,
 * tags outside of flags, and joiners where nothing is joined.
 */
const TRICKS =
  /\u034f|[\p{Cc}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb]|(?<!🏴[\u{e0020}-\u{e007e}]*)[\u{e0000}-\u{e007f}]|(?<=^|[\s\p{N}\p{P}\p{Script=Latin}\p{Script=Han}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}])[\u200c\u200d]+/gu;

/** More accents than any script stacks on one letter: drawn, they would cross the lines above. */
const PILE = /(?<=\p{M}{5})\p{M}+/gu;

/** A name or title as it may be shown: what nobody can see in it is left out. Never empty. */
export function plainName(name: string): string {
  const plain = name.replace(TRICKS, '').replace(PILE, '').trim();
  return hasInk(plain) ? plain : '�';
}
