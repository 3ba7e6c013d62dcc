const KEY = 'magpie.emoji.tone';

/** 0: yellow, as the emoji stand in the data; 1 to 5 from light to dark. */
export const TONES = [0, 1, 2, 3, 4, 5] as const;
export type Tone = (typeof TONES)[number];

const FIRST_MODIFIER = 0x1f3fa;
const VARIATION = '\ufe0f';

/** The emoji in a skin tone: its first character takes the modifier, in place of the mark that asks for a picture. */
export function toned(emoji: string, tone: Tone): string {
  if (tone === 0) return emoji;
  const [first = '', ...rest] = emoji;
  return first + String.fromCodePoint(FIRST_MODIFIER + tone) + rest.slice(rest[0] === VARIATION ? 1 : 0).join('');
}

export function keptTone(): Tone {
  try {
    const kept = Number(localStorage.getItem(KEY));
    return TONES.find((tone) => tone === kept) ?? 0;
  } catch {
    return 0;
  }
}

export function keepTone(tone: Tone): void {
  try {
    localStorage.setItem(KEY, String(tone));
  } catch {
    // Without storage it is chosen anew in each tab.
  }
}
