import { beforeAll, describe, expect, it } from 'vitest';
import { type Emoji, emojiSet, loadEmoji } from './data';
import { searchEmoji } from './search';
import { TONES, toned } from './tone';

let all: readonly Emoji[] = [];
const found = (query: string) => searchEmoji(all, query).map(({ emoji }) => emoji);

beforeAll(async () => {
  await loadEmoji('zh-CN');
  all = emojiSet.value ?? [];
});

describe('emoji search', () => {
  it('contains every emoji exactly once, and nothing else', () => {
    expect(all.length).toBe(1914);
    expect(new Set(all.map(({ emoji }) => emoji)).size).toBe(all.length);
    // The runtime's Unicode version is older than the newest emoji.
    expect(all.filter(({ emoji, version }) => version <= 15 && !/^\p{RGI_Emoji}$/v.test(emoji))).toEqual([]);
  });

  it('matches a single Han character', () => {
    expect(found('笑')).toEqual(expect.arrayContaining(['😂', '😄', '🤣']));
    expect(found('茶').slice(0, 4)).toEqual(expect.arrayContaining(['🍵', '🫖']));
    expect(found('猫')).toContain('🐱');
  });

  it('also matches names and words of the other language', () => {
    expect(found('tada')[0]).toBe('🎉');
    expect(found('smile')[0]).toBe('😄');
    expect(found('thanks')).toContain('🙏');
    expect(found('Thumbs up')[0]).toBe('👍');
    expect(found('中国')[0]).toBe('🇨🇳');
    expect(found('china')).toContain('🇨🇳');
  });

  it('returns nothing for an empty query', () => {
    expect(found('  ')).toEqual([]);
    expect(found('qqqq')).toEqual([]);
  });

  it('makes valid emoji of hands and people in each skin tone', () => {
    expect(toned('👍', 3)).toBe('👍🏽');
    expect(toned('☝️', 1)).toBe('☝🏻');
    const tones = TONES.flatMap((tone) => all.filter((entry) => entry.toned && entry.version <= 15).map(({ emoji }) => toned(emoji, tone)));
    expect(tones.length).toBeGreaterThan(1500);
    expect(tones.filter((emoji) => !/^\p{RGI_Emoji}$/v.test(emoji))).toEqual([]);
  });
});
