import * as v from 'valibot';
import { charCount } from '../../../protocol/limits';
import { type Key, t } from '../../i18n/i18n';

/** What the server asks of a field, and the text for a value that is neither empty nor too long and still does not fit. */
export interface FieldRule {
  readonly schema: v.GenericSchema<string>;
  readonly maxChars: number;
  readonly wrong: Key;
}

/** Why the server would refuse the value; undefined where it would take it. */
export function problemOf({ schema, maxChars, wrong }: FieldRule, value: string): string | undefined {
  if (v.safeParse(schema, value).success) return undefined;
  return value.trim() === '' ? t('field.required') : (tooLong(value, maxChars) ?? t(wrong));
}

/** By how much a text is over the limit, in words; undefined where it is not. */
export function tooLong(value: string, maxChars: number | undefined): string | undefined {
  const over = maxChars === undefined || value.length <= maxChars ? 0 : charCount(value) - maxChars;
  return over > 0 ? t('field.tooLong', { n: over }) : undefined;
}
