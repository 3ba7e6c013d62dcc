const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The variation selector that requests the coloured form of a character that is also a letter or sign. Some keyboards omit it. */
const COLOURED = '\ufe0f';
const ONE_EMOJI = /^\p{RGI_Emoji}$/v;

/** The key that all spellings of one emoji share. */
export const emojiKey = (emoji: string): string => emoji.replaceAll(COLOURED, '');

/** The emoji in the spelling that Unicode recommends; null if the text is not exactly one emoji. */
export function toEmoji(text: string): string | null {
  const points = Array.from(emojiKey(text));
  const spelled = points
    .map((point, i) => {
      const next = points[i + 1] ?? '';
      const coloured = /[\d#*]/.test(point)
        ? next === '\u20e3'
        : /\p{Emoji}/u.test(point) && !/\p{Emoji_Presentation}/u.test(point) && !/\p{Emoji_Modifier}/u.test(next);
      return coloured ? point + COLOURED : point;
    })
    .join('');
  return ONE_EMOJI.test(spelled) ? spelled : null;
}

interface ReactionList {
  readonly emoji: string;
  readonly userIds: readonly string[];
}

/**
 * Reactions as both sides list them: one entry per emoji, whatever its spelling. The order does not depend on who reacted first, so a
 * message has the same list whether it was fetched or folded from changes.
 */
export function inOrder(reactions: readonly ReactionList[]): { emoji: string; userIds: string[] }[] {
  const byKey = new Map<string, { emoji: string; userIds: Set<string> }>();
  for (const { emoji, userIds } of reactions) {
    const key = emojiKey(emoji);
    const entry = byKey.get(key) ?? { emoji: toEmoji(emoji) ?? emoji, userIds: new Set() };
    for (const userId of userIds) entry.userIds.add(userId);
    byKey.set(key, entry);
  }
  return [...byKey.values()]
    .map(({ emoji, userIds }) => ({ emoji, userIds: [...userIds].sort(compare) }))
    .sort((a, b) => compare(a.emoji, b.emoji));
}
