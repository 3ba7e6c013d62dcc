import { describe, expect, it } from 'vitest';
import { EMOJI_MAX_BYTES } from './limits';
import { inOrder, toEmoji } from './reactions';

describe('a reaction', () => {
  it.each([
    ['❤', '❤️'],
    ['❤️', '❤️'],
    ['👍\ufe0f', '👍'],
    ['👨🏽‍❤‍💋‍👨🏽', '👨🏽‍❤️‍💋‍👨🏽'],
    ['🕵🏽‍♂', '🕵🏽‍♂️'],
    ['🏳‍🌈', '🏳️‍🌈'],
    ['1⃣', '1️⃣'],
    ['🇨🇳', '🇨🇳'],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦'],
  ])('%s is the emoji %s', (text, emoji) => {
    expect(toEmoji(text)).toBe(emoji);
    expect(new TextEncoder().encode(emoji).length).toBeLessThanOrEqual(EMOJI_MAX_BYTES);
  });

  it.each(['not an emoji', ' ', '\u202e', '\u200b', '\n', '', '1', '👍👍', '👍 ', 'a👍', '\ufe0f', '🇨', '❤\ufe0e', '👍\u0301'])(
    '%j is not an emoji',
    (text) => expect(toEmoji(text)).toBeNull(),
  );

  it('in two spellings is one reaction of everyone who used either', () => {
    expect(
      inOrder([
        { emoji: '❤', userIds: ['b', 'a'] },
        { emoji: '❤️', userIds: ['a', 'c'] },
        { emoji: 'old text', userIds: ['a'] },
      ]),
    ).toEqual([
      { emoji: 'old text', userIds: ['a'] },
      { emoji: '❤️', userIds: ['a', 'b', 'c'] },
    ]);
  });
});
