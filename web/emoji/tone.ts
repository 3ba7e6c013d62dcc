import * as v from 'valibot';
import { accountValue } from '../platform/keep';

/** 0: yellow, as in the data; 1 to 5 from light to dark. */
export const TONES = [0, 1, 2, 3, 4, 5] as const;
export type Tone = (typeof TONES)[number];

const kept = accountValue('emoji-tone', v.picklist(TONES));

const FIRST_MODIFIER = 0x1f3fa;
const VARIATION = '\ufe0f';

/** The emoji in a skin tone: the modifier follows its first character and replaces the variation selector. */
export function toned(emoji: string, tone: Tone): string {
  if (tone === 0) return emoji;
  const [first = '', ...rest] = emoji;
  return first + String.fromCodePoint(FIRST_MODIFIER + tone) + rest.slice(rest[0] === VARIATION ? 1 : 0).join('');
}

export const keptTone = (): Tone => kept.read() ?? 0;

export const keepTone = (tone: Tone): void => kept.write(tone);
