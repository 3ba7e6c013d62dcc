import * as v from 'valibot';
import { charCount, ID_MAX_CHARS } from './limits';

/** Text of `min` to `max` code points, kept exactly as written; lone surrogates are refused, since no store can keep them. */
export const text = (min: number, max: number) =>
  v.pipe(
    v.string(),
    // UTF-16 length bounds the code point count from above: most texts are decided without counting.
    v.check((value) => value.length >= min && (value.length <= max || charCount(value) <= max), `must have ${min} to ${max} characters`),
    v.check((value) => value.isWellFormed(), 'must be well-formed Unicode'),
  );

export const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+$/), v.maxLength(ID_MAX_CHARS));

/** A UUID as `crypto.randomUUID` writes it; letters of either case. */
export const uuid = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i));

export const seq = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
export const position = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
