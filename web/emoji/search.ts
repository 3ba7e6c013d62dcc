import { EMOJI, type Emoji } from './data';

/** The better, the higher; 0 is no answer. One Han character is enough. */
function points(emoji: Emoji, query: string): number {
  if (emoji.emoji === query) return 5;
  if (emoji.name === query || emoji.words.includes(query)) return 4;
  if (emoji.name.startsWith(query)) return 3;
  if (emoji.words.some((word) => word.startsWith(query)) || emoji.name.includes(`_${query}`)) return 2;
  return emoji.words.some((word) => word.includes(query)) ? 1 : 0;
}

/** Emoji for a word of either language, the best first; the order of the data among equals. */
export function searchEmoji(text: string, limit = 60): Emoji[] {
  const query = text.trim().toLocaleLowerCase().replaceAll(' ', '_');
  if (query === '') return [];
  return EMOJI.map((emoji) => ({ emoji, worth: points(emoji, query) }))
    .filter(({ worth }) => worth > 0)
    .sort((a, b) => b.worth - a.worth)
    .slice(0, limit)
    .map(({ emoji }) => emoji);
}
