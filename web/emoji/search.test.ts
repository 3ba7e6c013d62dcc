import { describe, expect, it } from 'vitest';
import { EMOJI } from './data';
import { searchEmoji } from './search';

const found = (query: string) => searchEmoji(query).map(({ emoji }) => emoji);

describe('emoji search', () => {
  it('answers one Han character', () => {
    expect(found('笑')).toContain('😂');
    expect(found('茶')).toEqual(expect.arrayContaining(['🍵', '🧋']));
  });

  it('answers English names and words', () => {
    expect(found('tada')[0]).toBe('🎉');
    expect(found('thanks')).toContain('🙏');
    expect(found('Thumbs up')[0]).toBe('👍');
  });

  it('answers nothing to nothing', () => {
    expect(found('  ')).toEqual([]);
    expect(found('qqqq')).toEqual([]);
  });

  it('knows each emoji and each name once', () => {
    expect(new Set(EMOJI.map(({ emoji }) => emoji)).size).toBe(EMOJI.length);
    expect(new Set(EMOJI.map(({ name }) => name)).size).toBe(EMOJI.length);
  });

  it('holds only emoji', () => {
    expect(EMOJI.filter(({ emoji }) => !/^\p{RGI_Emoji}$/v.test(emoji))).toEqual([]);
  });
});
