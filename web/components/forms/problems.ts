import * as v from 'valibot';
import { charCount } from '../../../protocol/limits';
import { type Key, t } from '../../i18n/i18n';

/** The server's rule for a field, and the error text for a value of valid length that still breaks it. */
export interface FieldRule {
  readonly schema: v.GenericSchema<string>;
  readonly maxChars: number;
  readonly wrong: Key;
}

/** Why the server would reject the value; undefined if it would accept it. */
export function problemOf({ schema, maxChars, wrong }: FieldRule, value: string): string | undefined {
  if (v.safeParse(schema, value).success) return undefined;
  return value.trim() === '' ? t('field.required') : (tooLong(value, maxChars) ?? t(wrong));
}

/** How far a text exceeds its limit, in words; undefined if it does not. */
export function tooLong(value: string, maxChars: number | undefined): string | undefined {
  const over = maxChars === undefined || value.length <= maxChars ? 0 : charCount(value) - maxChars;
  return over > 0 ? t('field.tooLong', { n: over }) : undefined;
}
