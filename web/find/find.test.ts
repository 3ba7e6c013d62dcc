import { describe, expect, it } from 'vitest';
import { rank, score } from './find';
import { soundsLike, soundsReady } from './sounds-like';

const finds = (names: readonly string[], query: string): boolean => score(names, query) > 1;

describe('score and rank', () => {
  it.each([
    ['André Müller', 'andre'],
    ['André Müller', 'ａｎｄｒé'],
    ['André Müller', 'MÜLLER'],
    ['André Müller', 'muller andre'],
    ['Anne-Marie Dupont', 'dupont anne'],
    ['Anne-Marie Dupont', 'marie'],
    ['Nguyễn Văn An', 'nguyen'],
    ['İbrahim Yılmaz', 'ibrahim'],
    ['Zoë', 'zoe'],
    ['Seán', 'sean'],
    ['Żółć', 'zolc'],
    ['Søren Łukasz', 'lukasz soren'],
    ['Straße', 'strasse'],
    ['Strasse', 'straße'],
    ['ＷＩＤＥ', 'wide'],
    ['محمد العتيبي', 'العتيبي'],
    ['林晓 Lin', 'xiao'],
    ['周末爬山', 'zmps'],
    ['吕布', 'lü'],
    ['吕布', 'lv'],
  ])('finds %s by %s', async (name, query) => {
    soundsLike('张三', 'zhang');
    await expect.poll(() => soundsReady.value).toBe(true);
    expect(finds([name], query)).toBe(true);
  });

  it('matches the words of a query against alias and name together', () => {
    expect(finds(['妈妈', '张桂芳'], '妈妈 张')).toBe(true);
    expect(finds(['妈妈', '张桂芳'], '妈妈 李')).toBe(false);
  });

  it.each([
    ['André Müller', 'andrea'],
    ['Anne-Marie Dupont', 'dupont bob'],
    ['Ada', 'lovelace'],
    ['张三', 'li'],
  ])('does not find %s by %s', (name, query) => {
    expect(finds([name], query)).toBe(false);
  });

  it('ranks a prefix before a word prefix before a substring; scattered letters match only when `loose`', () => {
    const names = ['Banana', 'Big Ana', 'Ana', 'A noble aim'];
    const ranked = (loose: boolean) => rank(names, 'ana', (name) => [name], loose);
    expect(ranked(false)).toEqual(['Ana', 'Big Ana', 'Banana']);
    expect(ranked(true)).toEqual(['Ana', 'Big Ana', 'Banana', 'A noble aim']);
    expect(rank(names, ' ', (name) => [name])).toEqual(names);
  });
});
