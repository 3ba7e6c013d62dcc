import emoji from 'emojibase-data/en/compact.json';
import { expect, test } from 'vitest';
import { toEmoji } from '../../protocol/reactions';

test('SEND-9 every emoji of the picker, with every skin tone, is an emoji to the server', () => {
  const all = emoji.flatMap(({ unicode, skins = [] }) => [unicode, ...skins.map((tone) => tone.unicode)]);
  expect(all.length).toBeGreaterThan(3000);
  // Letters of flags are in the data, and not in the picker.
  expect(all.filter((one) => toEmoji(one) === null && !/^[🇦-🇿]$/u.test(one))).toEqual([]);
});
