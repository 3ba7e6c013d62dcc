import { describe, expect, it } from 'vitest';
import { withLinks } from './paste';

describe('pasted rich text', () => {
  it('keeps its link targets', () => {
    expect(
      withLinks('see the guide, please', '<p>see <a href="https://a.example/b?x=1&amp;y=2" class="q">the <b>guide</b></a>, please</p>'),
    ).toBe('see the guide (https://a.example/b?x=1&y=2), please');
    expect(withLinks('写信给 小明。', "写信给 <a class='m' href='mailto:ming@a.example'>小明</a>。")).toBe(
      '写信给 小明 (ming@a.example)。',
    );
  });

  it('repeats no address', () => {
    expect(withLinks('https://a.example/', '<a href="https://a.example/">https://a.example/</a>')).toBe('https://a.example/');
    expect(withLinks('a.example', '<a href="https://a.example">a.example</a>')).toBe('a.example');
  });

  it('keeps several links in order, even with the same words', () => {
    const html = '<a href="https://a.example/1">here</a> and <a href="https://a.example/2">here</a>';
    expect(withLinks('here and here', html)).toBe('here (https://a.example/1) and here (https://a.example/2)');
  });

  it('drops unusual addresses, and never builds a live document', () => {
    expect(withLinks('click', '<a href="javascript:alert(1)">click</a>')).toBe('click');
    expect(withLinks('click', '<a href="https://bank.example@evil.example/">click</a>')).toBe('click');
    expect(withLinks('a <b', '<img src=x onerror=alert(1)><a href="https://a.example/">a &lt;b</a>')).toBe('a <b (https://a.example/)');
  });

  it('parses a megabyte of brackets in linear time', () => {
    // Quadratic time would take a trillion steps, and exceed the time limit of every test.
    expect(withLinks('x', '<a '.repeat(100_000) + '<a href="'.repeat(100_000))).toBe('x');
  });

  it('gives one line per paragraph if there is no plain text', () => {
    expect(withLinks('', '<style>p{}</style><p>one <b>two</b></p><p>three<br>four</p><ul><li>a</li><li>b</li></ul>')).toBe(
      'one two\nthree\nfour\na\nb',
    );
    expect(withLinks('', 'see <a href="https://a.example/b">this</a>')).toBe('see this (https://a.example/b)');
    expect(withLinks('', '<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table> after')).toBe('1\t2\n3\nafter');
    expect(withLinks('', '<pre>a\n  b</pre>')).toBe('a\n  b');
  });
});
