import { describe, expect, it } from 'vitest';
import { inOpenFence, isLoneEmoji, tokenize } from './blocks';
import { sourceOf } from './plain';
import { type CodeBlock, type Inline, isCodeBlock } from './tokens';

const people = [
  { userId: 'u1', name: '张三' },
  { userId: 'u2', name: '张三丰' },
  { userId: 'u3', name: 'Ann' },
];

function inline(text: string): readonly Inline[] {
  const [block] = tokenize(text, people);
  return block?.kind === 'paragraph' ? block.children : [];
}

const shownOf = (tokens: readonly (Inline | CodeBlock)[]): string =>
  tokens
    .map((token) => {
      if (isCodeBlock(token)) return `[${token.text}]`;
      if (token.kind === 'mark') return token.text === '\n' ? '\n' : '';
      return 'text' in token ? token.text : shownOf(token.children);
    })
    .join('');
const kinds = (text: string) => inline(text).map((token) => token.kind);

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

  it('reads bold text that ends with Chinese punctuation', () => {
    expect(inline('**注意：**请看')[0]).toMatchObject({ kind: 'bold', children: [{ kind: 'text', text: '注意：' }] });
  });

  it('reads nested marks', () => {
    expect(inline('**a _b_**')[0]).toMatchObject({ kind: 'bold', children: [{ text: 'a ' }, { kind: 'italic' }] });
  });

  it('reads text that is both bold and italic', () => {
    expect(inline('***a***')[0]).toMatchObject({ kind: 'bold', children: [{ kind: 'italic', children: [{ text: 'a' }] }] });
  });

  it('opens with the nearest mark, and keeps earlier ones as letters', () => {
    expect(inline('f(*args) is *this*')).toMatchObject([{ text: 'f(*args) is ' }, { kind: 'italic' }]);
    expect(inline('¯\\_(ツ)_/¯ and _this_')).toMatchObject([{ text: '¯\\_(ツ)_/¯ and ' }, { kind: 'italic' }]);
  });

  it.each([
    ['这是**重点**内容', 'bold'],
    ['第2**重点**3次', 'bold'],
    ['他_其实_不去', 'italic'],
    ['凶手是||王五||啊', 'spoiler'],
    ['❤️**bold**', 'bold'],
    ['범인은 ||철수||다', 'spoiler'],
    ['*“quoted”*', 'italic'],
    ['(*note*)', 'italic'],
    ['||a ||b||', 'spoiler'],
    ['||||a||', 'spoiler'],
  ])('reads the mark in %s', (text, kind) => {
    expect(kinds(text).filter((kind) => kind !== 'text')).toEqual([kind]);
  });

  it('keeps a spoiler whole, whatever other marks cross it', () => {
    expect(kinds('**a ||b** c||')).toEqual(['text', 'spoiler']);
    expect(inline('**a ||b|| c**')[0]).toMatchObject({ kind: 'bold', children: [{ text: 'a ' }, { kind: 'spoiler' }, { text: ' c' }] });
  });

  it.each([
    'a||b||c',
    'if (x||y) return z||w;',
    'edit __init__.py please',
    '__init__',
    'f**k this s**t',
    'f(*args, **kwargs) and g(**kwargs)',
    '2**3**2',
    '¯\\_(ツ)_/¯',
    '_(:з」∠)_',
    '(*/ω＼*)',
    '****',
    '***',
    'a*b*c',
    '~~~a~~~',
    'caf\u0065\u0301*s*x',
    'snake_case_name',
    '2*3*4',
    'a * b * c',
    '**',
    '** **',
    '~~~~',
    '||||',
    '`',
    '``',
    '>_<',
    '5 > 3',
    '*_*',
    '@nobody',
  ])('reads no mark in %s', (text) => {
    expect(tokenize(text, people)).toEqual([{ kind: 'paragraph', before: '', children: [{ kind: 'text', text }] }]);
  });
});

describe('blocks', () => {
  it('reads quotes, fences and the text between them', () => {
    expect(tokenize('> a\n> b\nc\n```ts\nlet x\n```\nd').map((block) => block.kind)).toEqual(['quote', 'paragraph', 'code', 'paragraph']);
  });

  it('keeps marks inside code as they are', () => {
    expect(tokenize('```\n**a**\n```')[0]).toMatchObject({ kind: 'code', text: '**a**' });
  });

  it.each([
    ["```js\nconst fence = '```';\nconst x = `**a**`;\n```", "const fence = '```';\nconst x = `**a**`;"],
    ['````\n```\ninner\n```\n````', '```\ninner\n```'],
    ['```yaml\r\nChannel: testing\r\n```', 'Channel: testing'],
    ['before\r\n```\r\nx\r\ny\r\n```\r\nafter', 'x\ny'],
    ['```ts title="a.ts"\nlet x\n```', 'let x'],
    ['```c++ title\nint x;\n```', 'int x;'],
    ['~~~\n```\n~~~', '```'],
    ['  ```\n  x\n  ```', '  x'],
    ['```sh\necho "```"\n```', 'echo "```"'],
    ['```let x\nlet y```', 'let x\nlet y'],
    ['```let x```', 'let x'],
    ['```\nlet x```\nlet y', 'let x'],
  ])('reads the code of %j', (text, code) => {
    expect(tokenize(text).flatMap((block) => (block.kind === 'code' ? [block.text] : []))).toEqual([code]);
    expect(sourceOf(tokenize(text))).toBe(text);
  });

  it.each(['```\n```', '```js\nnever closed', '```\n\n```', '````\nx\n```'])('reads no code in %j', (text) => {
    expect(tokenize(text).map(({ kind }) => kind)).not.toContain('code');
  });

  it('keeps the text after the language of a fence', () => {
    expect(tokenize('```ts title="a.ts"\nx\n```')[0]).toMatchObject({ info: 'ts title="a.ts"' });
    expect(tokenize('```ts\nx\n```')[0]).not.toHaveProperty('info');
  });

  it.each([
    ['use ``a`b`` here', 'a`b'],
    ['``` ``a`b`` ```', '``a`b``'],
    ['`` ` ``', '`'],
    ['`a`` b`', 'a`` b'],
    ['` a `', ' a '],
  ])('closes a run of backticks in %j with a run of equal length', (text, code) => {
    expect(inline(text).flatMap((token) => (token.kind === 'code' ? [token.text] : []))).toEqual([code]);
    expect(sourceOf(tokenize(text))).toBe(text);
  });

  const quoted = (text: string) =>
    tokenize(text).flatMap((block) => (block.kind === 'quote' ? [[block.depth ?? 1, shownOf(block.children)]] : []));

  it('includes lines with only a mark in the quote around them', () => {
    expect(quoted('> a\n>\n> b\nanswer')).toEqual([[1, 'a\n\nb']]);
    expect(quoted('>\n> a\r\n>\r\n> b\r\nanswer')).toEqual([[1, '\na\n\nb']]);
    expect(quoted('>')).toEqual([]);
    expect(quoted('>\n>')).toEqual([]);
  });

  it('keeps the depth of nested quotes', () => {
    expect(quoted('>> two\n> one\nzero')).toEqual([
      [2, 'two'],
      [1, 'one'],
    ]);
    expect(quoted('> > deep')).toEqual([[2, 'deep']]);
    expect(quoted('>a\n>_< \n>:(')).toEqual([]);
  });

  it('reads code in a quote', () => {
    const text = '> see\n> ```js\n> **a**\n> ```\n> there';
    expect(quoted(text)).toEqual([[1, 'see\n[**a**]\nthere']]);
    expect(sourceOf(tokenize(text))).toBe(text);
  });

  it('hides the CR of CR LF', () => {
    expect(inline('a\r\nb\rc')).toMatchObject([{ text: 'a' }, { kind: 'mark', text: '\r' }, { text: '\nb\rc' }]);
  });

  it('detects an open fence', () => {
    expect(['```', '```js\nlet x', 'a\n```\n``` b', '~~~\n```', '````\n```'].every(inOpenFence)).toBe(true);
    expect(['', 'a', '```js\nlet x\n```', '```let x```', 'a ```', '~~~\nx\n~~~'].some(inOpenFence)).toBe(false);
  });

  it('detects messages of emoji only', () => {
    expect(['😀', '👨‍👩‍👧 🎉', '🇨🇳👍🏽❤️'].every(isLoneEmoji)).toBe(true);
    expect(['1', 'a😀', '😀😀😀😀', ''].some(isLoneEmoji)).toBe(false);
  });
});

describe('mentions', () => {
  it('prefers the longest name, even right after a Han character', () => {
    expect(inline('请@张三丰看').find((token) => token.kind === 'mention')).toEqual({ kind: 'mention', text: '@张三丰', userId: 'u2' });
  });

  it('finds no mention inside an address or a longer word', () => {
    expect(kinds('mail@Ann @Annabel')).toEqual(['text']);
  });
});
