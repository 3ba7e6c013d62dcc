const HAN = /\p{Script=Han}/u;
const LETTER = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function graphemes(text: string): string[] {
  // A hostile name can be one grapheme of a thousand combining marks, so it is cut first.
  return Array.from(segmenter.segment(text.slice(0, 128)), ({ segment }) => segment);
}

/** The initials of a name: the last two Han characters of a Chinese name, else the first letters of the first and last word. */
export function initialsOf(name: string): string {
  const han = graphemes(name).filter((character) => HAN.test(character));
  if (han.length > 0) return han.slice(-2).join('');
  const words = name.split(/[\s._-]+/u).filter((word) => LETTER.test(word));
  const first = firstLetter(words[0]);
  const last = words.length > 1 ? firstLetter(words[words.length - 1]) : '';
  return (first + last).toLocaleUpperCase() || '?';
}

function firstLetter(word: string | undefined): string {
  const letter = graphemes(word ?? '').find((character) => LETTER.test(character)) ?? '';
  return letter.length > 8 ? letter.slice(0, 1) : letter;
}
