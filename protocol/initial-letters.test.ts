import { expect, it } from 'vitest';
import { initialLetters } from './initial-letters';

it.each([
  ['张三丰', 'zsf'],
  ['李四', 'ls'],
  ['王小明', 'wxm'],
  ['周末爬山', 'zmps'],
  ['产品讨论', 'cptl'],
  ['欧阳娜', 'oyn'],
  ['阿里', 'al'],
  ['林晚 Lin', 'lwlin'],
  ['Ada', 'ada'],
])('the initial letters of %s are %s', (name, letters) => {
  expect(initialLetters(name)).toBe(letters);
});
