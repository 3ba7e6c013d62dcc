import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenize } from './blocks';
import { plainLine, sourceOf } from './plain';

const people = [
  { userId: 'u1', name: '张三' },
  { userId: 'u3', name: 'Ann' },
];

describe('any text', () => {
  const marks = fc.string({
    unit: fc.constantFrom(
      ...[
        '*',
        '**',
        '_',
        '~~',
        '|',
        '||',
        '`',
        '```',
        '~~~',
        '>',
        '> ',
        ' ',
        '\n',
        '\r\n',
        '\r',
        '@',
        'h',
        'https://a.b',
        'www.a.b',
        'a@b.cc',
      ],
      ...['张三', '，', 'x', '(', ')', "'", '/', '\u0301', '\u0301'.repeat(9), '1'],
    ),
    maxLength: 200,
  });

  it('equals the joined source of its tokens', () => {
    fc.assert(
      fc.property(fc.oneof(marks, fc.string({ unit: 'binary' })), (text) => sourceOf(tokenize(text, people)) === text),
      { numRuns: 2000 },
    );
  });

  it.each([
    '*',
    '**',
    '_',
    '~~',
    '||',
    '`',
    '```',
    '```\n',
    '> ',
    '>',
    '@',
    '@张',
    'h',
    'http://',
    'http://@',
    'https://a(',
    '**_',
    '_*~~||',
    '*a ',
    ' *a',
    'mailto:',
    'a@',
    'a@b.',
    'www.',
    "https://a'",
    'https://a,',
    '||.',
    '||a ',
    '*(',
    'f(*a ',
    '``` a\n',
    '```a\nb```\n',
    '~~~\n```\n',
    '`a``b```c````',
    '>\n',
    '> ```\n',
    '>> a\n> b\n',
    '>>>>',
    'a\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308',
    '\r\n',
  ])('of 160,000 characters made of %j is parsed in linear time', (unit) => {
    const text = unit.repeat(Math.ceil(160_000 / unit.length));
    // Quadratic time would take 26 billion steps, and exceed the time limit of every test.
    expect(sourceOf(tokenize(text, people)) === text).toBe(true);
  });
});

describe('a plain line', () => {
  it('has no marks and no line breaks', () => {
    expect(plainLine('**a**\n> b\n||secret||')).toBe('a b ▒▒▒');
  });

  it.each([
    `||SECRET ${'ending '.repeat(60)}end||`,
    `first line\n||SECRET ${'ending '.repeat(60)}end||`,
    `**||SECRET ${'ending '.repeat(60)}end||**`,
    `${'x'.repeat(290)} ||SECRET butler did it||`,
    `||${'word '.repeat(2000)}SECRET ${'word '.repeat(2000)}end||`,
    `> quoted\n||SECRET ${'ending '.repeat(60)}end||`,
  ])('keeps spoilers hidden, wherever it is cut (%#)', (text) => {
    expect(plainLine(text)).not.toContain('SECRET');
    expect(plainLine(text)).toMatch(/^(x|.*▒▒▒)/u);
  });

  it.each(['😀', '👩‍👩‍👧‍👦', '🇨🇳', 'e\u0301', '각'])('is cut between graphemes: %s', (character) => {
    for (let before = 290; before <= 301; before++) {
      const line = plainLine('a'.repeat(before) + character.repeat(20));
      expect(line.slice(Math.min(before, line.length)).replaceAll(character, '')).toBe('');
      expect(line.length).toBeLessThanOrEqual(301);
    }
  });

  it('shows the code inside a longer fence without its marks', () => {
    expect(plainLine(`\`\`\`ts\n${'let __x__ = 1;\n'.repeat(40)}\`\`\``)).toMatch(/^(let __x__ = 1; )+/);
  });

  it('limits the accents on one letter', () => {
    expect(plainLine(`z${'\u0301'.repeat(60)}a`)).toBe(`z${'\u0301'.repeat(5)}a`);
  });

  it('reveals nothing of a spoiler, for any text and cut', () => {
    const piece = fc.constantFrom(
      '||',
      '||',
      'SECRET',
      ' ',
      '\n',
      '*',
      '**',
      '_',
      'x',
      '`',
      '> ',
      '```\n',
      '凶手',
      '.',
      '@Ann',
      'https://a.b/c',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.integer({ min: 1, max: 60 }), (pieces, max) => {
        const text = pieces.join('');
        const whole = plainLine(text, people, text.length * 2);
        expect(whole.startsWith(plainLine(text, people, max).trimEnd())).toBe(true);
      }),
    );
  });
});
