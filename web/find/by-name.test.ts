import { expect, it } from 'vitest';
import { byLetter, sortedByName } from './by-name';

const names = ['周洁', 'Zoe', '张三', 'Émile', 'ada', '阿明', 'محمد', '李四', 'Bob', '林晚', '陈一', '7 Days'];

it('groups Han names by pinyin with Latin names, and puts other scripts last', () => {
  expect(byLetter(names, (name) => name)).toEqual([
    { letter: 'A', items: expect.arrayContaining(['ada', '阿明']) },
    { letter: 'B', items: ['Bob'] },
    { letter: 'C', items: ['陈一'] },
    { letter: 'E', items: ['Émile'] },
    { letter: 'L', items: ['李四', '林晚'] },
    { letter: 'Z', items: expect.arrayContaining(['张三', '周洁', 'Zoe']) },
    { letter: '#', items: expect.arrayContaining(['7 Days', 'محمد']) },
  ]);
});

it('sorts names of one letter by their full reading, whatever the input order', () => {
  const expected = sortedByName(names, (name) => name);
  expect(sortedByName(names.toReversed(), (name) => name)).toEqual(expected);
  expect(expected.indexOf('张三')).toBeLessThan(expected.indexOf('周洁'));
  expect(sortedByName(['Ann 10', 'Ann 9'], (name) => name)).toEqual(['Ann 9', 'Ann 10']);
});
