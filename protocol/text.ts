import * as v from 'valibot';
import { charCount, ID_MAX_CHARS } from './limits';

/** A code point is one or two UTF-16 units, so the length decides for most texts without counting. */
function hasChars(value: string, min: number, max: number): boolean {
  const { length } = value;
  if (length >= min * 2 && length <= max) return true;
  const count = charCount(value);
  return count >= min && count <= max;
}

/** Text of `min` to `max` code points, kept exactly as written. Lone surrogates are rejected, because no store can keep them. */
export const text = (min: number, max: number) =>
  v.pipe(
    v.string(),
    v.check((value) => hasChars(value, min, max), `must have ${min} to ${max} characters`),
    v.check((value) => value.isWellFormed(), 'must be well-formed Unicode'),
  );

/** Limits the UTF-8 size of a text, in bytes. */
export const maxBytes = (max: number) =>
  v.check<string, string>(
    (value) => value.length * 3 <= max || new TextEncoder().encode(value).length <= max,
    `must have at most ${max} bytes`,
  );

export const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+$/), v.maxLength(ID_MAX_CHARS));

/** A UUID in the form of `crypto.randomUUID`, in either case. */
export const uuid = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i));

export const seq = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
export const position = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
