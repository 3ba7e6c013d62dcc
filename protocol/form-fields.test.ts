import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { email, name, newPassword, title } from './form-fields';

describe('form fields', () => {
  it.each(['me@example.com', '  Me@Example.COM ', '读者@example.com', 'josé@例子.中国', "o'neil+tag@sub.example.org", 'root@localhost'])(
    'accepts the address %s',
    (typed) => expect(v.is(email, typed)).toBe(true),
  );

  it.each([
    '',
    'me',
    'me@',
    '@example.com',
    'a b@example.com',
    'me@example..com',
    'me@example.com.',
    'a@b@c',
    `${'a'.repeat(65)}@example.com`,
  ])('refuses the address "%s"', (typed) => expect(v.is(email, typed)).toBe(false));

  it('normalises an address', () => {
    expect(v.parse(email, '  Jose\u0301@Example.COM ')).toBe('jos\u00e9@example.com');
  });

  it('counts a password in code points, not in UTF-16 units', () => {
    expect(v.is(newPassword, '12345678')).toBe(true);
    expect(v.is(newPassword, '电池电池电池电池')).toBe(true);
    expect(v.is(newPassword, '😀😀😀😀')).toBe(false);
    expect(v.is(newPassword, '😀'.repeat(256))).toBe(true);
    expect(v.is(newPassword, 'x'.repeat(257))).toBe(false);
  });

  it('counts a name in code points', () => {
    expect(v.parse(name, ' 张三 ')).toBe('张三');
    expect(v.is(name, '   ')).toBe(false);
    expect(v.is(name, '😀'.repeat(64))).toBe(true);
    expect(v.is(name, '😀'.repeat(65))).toBe(false);
  });

  it('accepts a title of one line that is not blank', () => {
    expect(v.is(title, 'Birds')).toBe(true);
    for (const typed of ['', ' ', 'two\nlines', 'x'.repeat(101)]) expect(v.is(title, typed)).toBe(false);
  });

  const BLANK = [
    ...[
      '\ufe0f',
      '\ufe00',
      '\u{e0100}',
      '\u{e01ef}',
      '\u17b4',
      '\u20dd',
      '\u0301\u0302',
      '\u{1d159}',
      '\u{16fe4}',
      '\u{13440}',
      '\u{13441}',
    ],
    ...['\u3164', '\u2800', '\uffa0', '\u034f', '\u115f', '\u1160', '\u200b', '\u202e', '\u3000', '\u{e0041}', '\uffff', '\u2800 \u3164'],
  ];
  it.each(BLANK)('refuses an invisible name or title: %j', (typed) => {
    expect([v.is(name, typed), v.is(title, typed)]).toEqual([false, false]);
  });

  it.each(['张三', 'محمد', 'नमस्ते', '한', '👩‍💻', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '★', '1', '-', '\u0301e', 'क्\u200dष', '𒐫', '\u{1fae8}'])(
    'accepts the name and title %s',
    (typed) => {
      expect([v.is(name, typed), v.is(title, typed)]).toEqual([true, true]);
    },
  );
});
