import { expect, it } from 'vitest';
import { plainName } from './plain-name';

it.each([
  ['张\u200b三', '张三'],
  ['Ada\u202eecalevoL', 'AdaecalevoL'],
  ['\u2067admin\u2069', 'admin'],
  ['a\u200dd\u200cmin', 'admin'],
  ['\u3164\u2800 ', '�'],
  ['王\u{e0041}五', '王五'],
  ['Li\u00ad\ufeff', 'Li'],
  ['a\u0000b\nc', 'abc'],
  ['\ufe0f', '�'],
  ['\u0301\u0302', '�'],
  ['\u{e0100}\u20dd', '�'],
  [`A${'\u0301'.repeat(60)}da`, `A${'\u0301'.repeat(5)}da`],
])('removes invisible characters from %j', (name, expected) => {
  expect(plainName(name)).toBe(expected);
});

it.each([
  '张三',
  'محمد علي',
  'نامه\u200cای',
  '👩\u200d💻 Ada',
  '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
  'क्\u200dष',
  'Ada  Lovelace',
  'O’Neil-李',
])('keeps %j unchanged', (name) => {
  expect(plainName(name)).toBe(name);
});
