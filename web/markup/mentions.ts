import { t } from '../i18n/i18n';
import { plainLine } from './plain';
import type { Mentionable } from './tokens';

/** A text and its mentions. */
interface TextWithMentions {
  readonly text: string;
  readonly mentions?: readonly string[] | undefined;
  readonly mentionNames?: readonly string[] | undefined;
}

const NOBODY: readonly Mentionable[] = [];

/** The people a text mentions, with their present names. `candidates`: who it may mean if the text does not store the names it uses. */
export function mentionedPeople(
  { mentions = [], mentionNames }: TextWithMentions,
  nameOf: (userId: string) => string,
  candidates: readonly Mentionable[] = NOBODY,
): readonly Mentionable[] {
  if (mentions.length === 0) return NOBODY;
  if (mentionNames === undefined) return candidates;
  return mentionNames.flatMap((name, i) => {
    const userId = mentions[i];
    return userId === undefined ? [] : [{ userId, name, shown: userId === '*' ? t('composer.mentionAll') : nameOf(userId) }];
  });
}

/** The text as one line, for previews, quotes and labels. */
export const plainLineOf = (
  message: TextWithMentions,
  nameOf: (userId: string) => string,
  candidates: readonly Mentionable[] = NOBODY,
): string => plainLine(message.text, mentionedPeople(message, nameOf, candidates));
