import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLoneEmoji, tokenize } from './blocks';
import { safeHref } from './links';
import { plainLine, sourceOf } from './plain';
import type { Inline } from './tokens';

const people = [
  { userId: 'u1', name: '张三' },
  { userId: 'u2', name: '张三丰' },
  { userId: 'u3', name: 'Ann' },
];

function inline(text: string): readonly Inline[] {
  const [block] = tokenize(text, people);
  return block?.kind === 'paragraph' ? block.children : [];
}

const kinds = (text: string) => inline(text).map((token) => token.kind);
const links = (text: string) => inline(text).flatMap((token) => (token.kind === 'link' ? [token.text] : []));

describe('marks', () => {
  it('reads bold, italic, strike, spoiler and code', () => {
    expect(kinds('**a** _b_ *c* ~~d~~ ||e|| `f`').filter((kind) => kind !== 'text')).toEqual([
      'bold',
      'italic',
      'italic',
      'strike',
      'spoiler',
      'code',
    ]);
  });

  it('is bold although Chinese punctuation stands inside the mark', () => {
    expect(inline('**注意：**请看')[0]).toMatchObject({ kind: 'bold', children: [{ kind: 'text', text: '注意：' }] });
  });

  it('nests', () => {
    expect(inline('**a _b_**')[0]).toMatchObject({ kind: 'bold', children: [{ text: 'a ' }, { kind: 'italic' }] });
  });

  it.each(['snake_case_name', '2*3*4', 'a * b * c', '**', '** **', '~~~~', '||||', '`', '``', '>_<', '5 > 3', '*_*', '@nobody'])(
    'leaves %s alone',
    (text) => {
      expect(tokenize(text, people)).toEqual([{ kind: 'paragraph', before: '', children: [{ kind: 'text', text }] }]);
    },
  );
});

describe('blocks', () => {
  it('reads quotes, fences and what stands between them', () => {
    expect(tokenize('> a\n> b\nc\n```ts\nlet x\n```\nd').map((block) => block.kind)).toEqual(['quote', 'paragraph', 'code', 'paragraph']);
  });

  it('keeps marks inside code as they are', () => {
    expect(tokenize('```\n**a**\n```')[0]).toMatchObject({ kind: 'code', text: '**a**' });
  });

  it('knows lone emoji', () => {
    expect(['😀', '👨‍👩‍👧 🎉', '🇨🇳👍🏽❤️'].every(isLoneEmoji)).toBe(true);
    expect(['1', 'a😀', '😀😀😀😀', ''].some(isLoneEmoji)).toBe(false);
  });
});

describe('links', () => {
  it.each([
    ['看https://a.cn/b，谢谢', 'https://a.cn/b'],
    ['（https://a.cn/b）', 'https://a.cn/b'],
    ['https://en.wikipedia.org/wiki/Ink_(art).', 'https://en.wikipedia.org/wiki/Ink_(art)'],
    ['(see http://a.b/c)', 'http://a.b/c'],
    ['mailto:a@b.cn。', 'mailto:a@b.cn'],
    ['https://a.cn/?q=1&r=2#x!', 'https://a.cn/?q=1&r=2#x'],
    ['《https://a.cn》', 'https://a.cn'],
  ])('finds the address in %s', (text, link) => {
    expect(links(text)).toEqual([link]);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'xhttp://a.b',
    'http://',
    'https://user:pw@evil.example/',
    'mailto:nobody',
    'vbscript:x',
    'file:///etc/passwd',
  ])('does not link %s', (text) => {
    expect(links(text)).toEqual([]);
  });

  it('opens only web and mail addresses', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string(),
          fc.string().map((rest) => `javascript:${rest}`),
        ),
        (address) => {
          const href = safeHref(address);
          expect(href === null || /^(https?|mailto):/.test(href)).toBe(true);
        },
      ),
    );
  });
});

describe('mentions', () => {
  it('prefers the longest name, also right after a Han character', () => {
    expect(inline('请@张三丰看').find((token) => token.kind === 'mention')).toEqual({ kind: 'mention', text: '@张三丰', userId: 'u2' });
  });

  it('does not mention inside an address or a longer word', () => {
    expect(kinds('mail@Ann @Annabel')).toEqual(['text']);
  });
});

describe('any text', () => {
  const marks = fc.string({
    unit: fc.constantFrom('*', '_', '~', '|', '`', '>', ' ', '\n', '@', 'h', 'https://a.b', '张三', '，', 'x', '(', ')'),
    maxLength: 200,
  });

  it('is spelled again by its tokens', () => {
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
  ])('of 4,000 characters made of %j takes under 50 ms', (unit) => {
    const text = unit.repeat(Math.ceil(4000 / unit.length));
    tokenize(text, people);
    const start = performance.now();
    expect(sourceOf(tokenize(text, people))).toBe(text);
    expect(performance.now() - start).toBeLessThan(50);
  });
});

it('gives one plain line for previews', () => {
  expect(plainLine('**a**\n> b\n||secret||')).toBe('a b ▒▒▒');
});
