import { t } from '../../i18n/i18n';
import type { Suggestion } from './suggest-list';

interface Member {
  readonly userId: string;
  readonly name: string;
  readonly hue: number;
}

const SHOWN_MAX = 6;
const QUERY_MAX = 24;
/** `@` begins a mention at a word's start or after a Han character, never inside an address. */
const BEFORE_AT = /^$|[\s\p{Script=Han}\p{P}]$/u;

/** The `@…` the caret stands in, or null. */
export function mentionQuery(text: string, caret: number): { from: number; query: string } | null {
  const from = text.lastIndexOf('@', caret - 1);
  if (from < 0 || caret - from - 1 > QUERY_MAX) return null;
  const query = text.slice(from + 1, caret);
  return /[\n@]/.test(query) || !BEFORE_AT.test(text.slice(Math.max(0, from - 2), from)) ? null : { from, query };
}

const fold = (text: string) => text.normalize('NFKC').toLocaleLowerCase();

/** Members whose name begins with, or holds, what stands after the `@`. */
export function suggestMembers(text: string, caret: number, members: readonly Member[], isGroup: boolean): Suggestion[] {
  const asked = mentionQuery(text, caret);
  if (asked === null) return [];
  const query = fold(asked.query);
  const { from } = asked;
  const starting = members.filter(({ name }) => fold(name).startsWith(query));
  const holding = members.filter(({ name }) => !fold(name).startsWith(query) && fold(name).includes(query));
  const found: Suggestion[] = [...starting, ...holding]
    .slice(0, SHOWN_MAX)
    .map(({ userId, name, hue }) => ({ kind: 'member', id: userId, name, hue, from, insert: `@${name} ` }));
  const everyone = t('composer.mentionAll');
  if (isGroup && (query === '' || ['all', 'everyone', everyone].some((word) => fold(word).startsWith(query))))
    found.push({ kind: 'everyone', name: everyone, from, insert: `@${everyone} ` });
  return found;
}
