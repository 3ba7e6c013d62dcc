import type { Emoji, Words } from './data';

function pointsOf({ label, words }: Words, query: string): number {
  // Names of flags and faces start with their kind: `旗: 中国`.
  if (label === query || label.endsWith(`: ${query}`)) return 6;
  if (words.includes(query)) return 4;
  if (label.startsWith(query)) return 4;
  if (words.some((word) => word.startsWith(query))) return 3;
  if (label.includes(query)) return 2;
  return words.some((word) => word.includes(query)) ? 1 : 0;
}

/** The score of a match; 0 means none. One Han character is enough. The other language scores slightly lower. */
function points(emoji: Emoji, query: string): number {
  const name = query.replaceAll(' ', '_');
  if (emoji.emoji === query || emoji.name === name) return 8;
  // Among names with this beginning, the shorter one is closer.
  const byName = emoji.name.startsWith(name) ? 5 + name.length / emoji.name.length : emoji.name.includes(`_${name}`) ? 2 : 0;
  const byWords = emoji.called.map((words, i) => Math.max(0, pointsOf(words, query) - i * 0.5));
  return Math.max(byName, ...byWords);
}

/** Finds emoji by a word of either language, best first; equals keep the order of the data. */
export function searchEmoji(all: readonly Emoji[], text: string, limit = 60): Emoji[] {
  const query = text.trim().toLocaleLowerCase();
  if (query === '') return [];
  return all
    .map((emoji) => ({ emoji, worth: points(emoji, query) }))
    .filter(({ worth }) => worth > 0)
    .sort((a, b) => b.worth - a.worth)
    .slice(0, limit)
    .map(({ emoji }) => emoji);
}
