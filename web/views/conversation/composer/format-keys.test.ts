import { expect, it } from 'vitest';
import { markOf, wrapped } from './format-keys';

const key = (name: string, more = {}) => ({ key: name, ctrlKey: true, metaKey: false, altKey: false, shiftKey: false, ...more });

it('maps keys to marks', () => {
  expect([markOf(key('b')), markOf(key('i')), markOf(key('x', { shiftKey: true })), markOf(key('M', { shiftKey: true }))]).toEqual([
    '**',
    '_',
    '~~',
    '`',
  ]);
  expect([markOf(key('x')), markOf(key('b', { ctrlKey: false })), markOf(key('B', { shiftKey: true }))]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(markOf(key('b', { ctrlKey: false, metaKey: true }))).toBe('**');
});

it('adds marks around the selection, and removes them again', () => {
  expect(wrapped('注意', '**')).toEqual({ text: '**注意**', from: 2, to: 4 });
  expect(wrapped('**注意**', '**')).toEqual({ text: '注意', from: 0, to: 2 });
  expect(wrapped('', '~~')).toEqual({ text: '~~~~', from: 2, to: 2 });
});
