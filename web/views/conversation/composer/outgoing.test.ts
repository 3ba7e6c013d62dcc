import { describe, expect, it } from 'vitest';
import { mentionedPeople, plainLineOf } from '../../../markup/mentions';
import { outgoing } from './outgoing';

const people = [
  { userId: 'w', name: '王五' },
  { userId: 'w', name: '老王' },
  { userId: 'li', name: 'Li' },
  { userId: '*', name: 'all' },
];

describe('the people a text mentions', () => {
  it('are sent as ids, with the names used in the text', () => {
    expect(outgoing('@王五 和 @Li，`@Li`', people, false)).toEqual({
      text: '@王五 和 @Li，`@Li`',
      mentions: ['w', 'li'],
      mentionNames: ['王五', 'Li'],
    });
    expect(outgoing('nobody@Li.com', people, false)).toEqual({ text: 'nobody@Li.com' });
  });

  it('include everyone only if the author may mention everyone', () => {
    expect(outgoing('@all', people, false)).toEqual({ text: '@all' });
    expect(outgoing('@all', people, true)).toEqual({ text: '@all', mentions: ['*'], mentionNames: ['all'] });
  });

  it('are shown by their present names', () => {
    const said = { text: '请@老王 买票，@王五', mentions: ['w', 'w'], mentionNames: ['老王', '王五'] };
    expect(plainLineOf(said, () => 'Wang Wu')).toBe('请@Wang Wu 买票，@Wang Wu');
    // A namesake is not mentioned.
    expect(plainLineOf({ text: '@Li', mentions: ['w'], mentionNames: ['老王'] }, () => 'x', people)).toBe('@Li');
    expect(mentionedPeople({ text: '@Li' }, () => 'x', people)).toEqual([]);
    expect(mentionedPeople({ text: '@Li', mentions: ['li'] }, () => 'x', people)).toBe(people);
  });
});
