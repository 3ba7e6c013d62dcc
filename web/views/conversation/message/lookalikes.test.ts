import { expect, it } from 'vitest';
import { findLookalikes, skeleton } from './lookalikes';

it('maps lookalike letters to the same skeleton', () => {
  for (const [a, b] of [
    ['Alice', 'Аlісе'],
    ['Bill', 'BiII'],
    ['Ada', 'Ａｄａ'],
    ['李四', '李 四'],
    ['José', 'Jose'],
    ['Bob', 'B0b'],
  ])
    expect([a, skeleton(a ?? '') === skeleton(b ?? '')]).toEqual([a, true]);
  expect(skeleton('张三')).not.toBe(skeleton('张二'));
  expect(skeleton('Ada')).not.toBe(skeleton('Eda'));
});

it('names the lookalike of each member who has one', () => {
  const members = [
    { userId: 'a', name: 'Alice' },
    { userId: 'b', name: 'Аlісе' },
    { userId: 'c', name: 'Carol' },
  ];
  expect([...findLookalikes(members)]).toEqual([
    ['a', 'Аlісе'],
    ['b', 'Alice'],
  ]);
});
