import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charCount } from '../../../../protocol/limits';
import { tokenize } from '../../../markup/blocks';
import type { Block, Inline } from '../../../markup/tokens';
import { splitText } from './split';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The texts of all tokens of a kind, at any depth. */
function textsOf(parts: readonly string[], kind: string): string[] {
  const within = (token: Inline | Block): string[] => {
    if (token.kind === kind) return 'text' in token ? [token.text] : [token.children.flatMap(leaves).join('')];
    return 'children' in token ? token.children.flatMap(within) : [];
  };
  const leaves = (token: Inline): string[] => ('text' in token ? [token.text] : token.children.flatMap(leaves));
  return parts.flatMap((part) => tokenize(part, people).flatMap(within));
}
/** The text outside of spoilers. */
function shown(parts: readonly string[]): string {
  const inClear = (token: Inline | Block): string => {
    if (token.kind === 'spoiler') return '';
    return 'text' in token ? token.text : token.children.map(inClear).join('');
  };
  return parts.map((part) => tokenize(part, people).map(inClear).join('\n')).join('');
}
const people = [{ userId: 'a', name: 'Ann Smith' }];

describe('a text that is too long for one message', () => {
  it.each([
    ['flags', `x${'🇨🇳'.repeat(2100)}`],
    ['a joined emoji at the limit', `${'x'.repeat(3999)}👩‍💻 end`],
    ['an accent at the limit', `${'x'.repeat(3999)}e\u0301`],
    ['skin tones', `x${'👍🏽'.repeat(2100)}`],
    ['keycaps', `x${'1️⃣'.repeat(1400)}`],
    ['jamo', `xx${'\u1112\u1161\u11ab'.repeat(1400)}`],
    ['Han', '长'.repeat(9000)],
    ['nothing but line breaks in the middle', `a${'\n'.repeat(8000)}b`],
    ['words', 'word '.repeat(3000)],
  ])('is cut between graphemes without loss: %s', (_, text) => {
    const parts = splitText(text, 4000);
    expect(parts.join('')).toBe(text);
    const boundaries = new Set(Array.from(segmenter.segment(text), ({ index }) => index));
    let at = 0;
    for (const part of parts) {
      expect(boundaries.has(at)).toBe(true);
      expect(charCount(part)).toBeLessThanOrEqual(4000);
      at += part.length;
    }
  });

  it('is cut at the end of a line or a word if one is near', () => {
    expect(splitText(`${'a'.repeat(90)}\n${'b'.repeat(20)} cc`, 100)).toEqual([`${'a'.repeat(90)}\n`, `${'b'.repeat(20)} cc`]);
    expect(splitText(`${'a'.repeat(90)} ${'b'.repeat(20)}`, 100)).toEqual([`${'a'.repeat(90)} `, 'b'.repeat(20)]);
  });

  it('stays code in every part', () => {
    const code = 'def __init__(self, *args, **kw): pass\n'.repeat(130).trimEnd();
    for (const text of [`\`\`\`py\n${code}\n\`\`\``, `> \`\`\`py\n${code.replace(/^/gm, '> ')}\n> \`\`\``, `\`\`\`\n${code}\`\`\``]) {
      const parts = splitText(text, 4000);
      expect(parts.length).toBe(2);
      expect(textsOf(parts, 'code').join('\n')).toBe(code);
      expect([...textsOf(parts, 'bold'), ...textsOf(parts, 'italic')]).toEqual([]);
      for (const part of parts) expect(tokenize(part)).toHaveLength(1);
    }
  });

  it('keeps spoilers hidden and bold text bold in every part', () => {
    const words = `${'some SECRET words '.repeat(300)}end`;
    for (const text of [
      `||${words}||`,
      `before ||${words}|| after`,
      `**||${words}||**`,
      `> ||${words}||`,
      `||${words.replaceAll(' ', '  ')}||`,
    ]) {
      const parts = splitText(text, 4000);
      expect(parts.length).toBeGreaterThan(1);
      expect(shown(parts)).not.toContain('SECRET');
    }
    expect(textsOf(splitText(`**${words}**`, 4000), 'bold').join(' ')).toBe(words);
  });

  it('breaks no address and no name', () => {
    const address = `https://a.example/${'path-'.repeat(20)}`;
    expect(textsOf(splitText(`${'x'.repeat(3950)} ${address} y`, 4000), 'link')).toEqual([address]);
    expect(textsOf(splitText(`${'x'.repeat(3995)} @Ann Smith y`, 4000, people), 'mention')).toEqual(['@Ann Smith']);
  });

  it('restarts the quote when a quoted line is cut', () => {
    expect(splitText(`> ${'word '.repeat(30)}`, 100).every((part) => part.startsWith('> '))).toBe(true);
  });

  it('fits, stays hidden and loses nothing, for any text', () => {
    const piece = fc.constantFrom(
      ...['||', '||', 'SECRET', ' ', '\n', '**', '_', 'word', '`', '> ', '```\n', '\n```\n', '凶手', '. ', '@Ann Smith', 'https://a.b/c'],
      ...['👩‍👩‍👧‍👦', 'e\u0301', '🇨🇳'],
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 20, maxLength: 120 }), (pieces) => {
        const text = pieces.join('');
        const parts = splitText(text, 90, people);
        for (const part of parts) expect(charCount(part)).toBeLessThanOrEqual(90);
        const letters = (said: string) => said.replace(/[^\p{L}\p{M}\p{Extended_Pictographic}]/gu, '');
        expect(letters(parts.join(''))).toBe(letters(text));
        const secrets = (said: readonly string[]) => shown(said).split('SECRET').length;
        expect(secrets(parts)).toBeLessThanOrEqual(secrets([text]));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['a run of the marks', `||https://a.b/cword||||||||@Ann Smith\`\`\`\n${'||'.repeat(9)}SECRET\n${'||'.repeat(11)}_${'||'.repeat(10)}`],
    [
      'nothing but emoji before its end',
      `||@Ann Smith||👩‍👩‍👧‍👦||||||\n\`\`\`\nword||||||||||\n\`\`\`\n||||https://a.b/c\n\`\`\`\n🇨🇳||凶手${'||'.repeat(13)}SECRET||||||||||`,
    ],
    [
      'a fence before it',
      `||||https://a.b/c||@Ann Smith||||||SECRET||https://a.b/c||||\n\`\`\`\nhttps://a.b/c||||\`\`\`\n\n\`\`\`\n${'||'.repeat(8)}SECRET${'||'.repeat(7)}\`\`\`\n||||||`,
    ],
    [
      'code inside it',
      `${'||'.repeat(7)}word||||||\`\`\`\n||SECRET||||@Ann Smith\`\`\`\n> ||\`\`\`\n👩‍👩‍👧‍👦**||||||\`wordSECRET\`é||||||||||||**||||`,
    ],
  ])('hides in every part what is hidden where the cut falls on %s', (_, text) => {
    const parts = splitText(text, 90, people);
    for (const part of parts) expect(charCount(part)).toBeLessThanOrEqual(90);
    const inClear = (said: readonly string[]) => shown(said).replace(/[^\p{L}]/gu, '');
    expect(inClear(parts)).toBe(inClear([text]));
  });

  it.each([
    `\`\`\`${'title '.repeat(1500)}\nlet x\n\`\`\``,
    `${'`'.repeat(4500)}\nlet x\n${'`'.repeat(4500)}`,
    `${'>'.repeat(9000)} a`,
    `||a${' '.repeat(9000)}b||`,
    `||${'a\u0301'.repeat(1)}${'\u0301'.repeat(9000)}||`,
    `x${'\u0301'.repeat(9000)}`,
  ])('terminates if marks, blanks or one grapheme fill a message (%#)', (text) => {
    const parts = splitText(text, 4000);
    for (const part of parts) expect(charCount(part)).toBeLessThanOrEqual(4000);
    expect(parts.length).toBeLessThan(5);
  });

  it('of 100,000 characters is cut in linear time', () => {
    expect(splitText('**a** ||b|| c '.repeat(8000), 4000).length).toBeGreaterThan(25);
  });
});
