import * as v from 'valibot';
import { ProtocolError } from '../../protocol/errors';
import { IDS_PER_CALL_MAX } from '../../protocol/limits';
import { id } from '../../protocol/text';

/** User ids. `assertCount` limits their number, because too many of them are `too_large` rather than malformed. */
export const UserIds = v.array(id);

/** Throws `too_large` for more ids than one call may hold. */
export function assertCount(ids: readonly string[]): void {
  if (ids.length > IDS_PER_CALL_MAX) throw new ProtocolError('too_large', `One call names at most ${IDS_PER_CALL_MAX} people.`);
}

/** A whole number in a query. */
export const whole = (min: number, max: number) =>
  v.pipe(v.string(), v.regex(/^\d{1,16}$/), v.transform(Number), v.safeInteger(), v.minValue(min), v.maxValue(max));

/** The OKLCH hue of an avatar; null: derived from the id again. */
export const Hue = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(359)));

/** A message's seq in a path. */
export const MessageSeq = whole(1, Number.MAX_SAFE_INTEGER);
