import { NOW_MS } from '../sql/clock';
import { rowsOf } from '../sql/rows';

/** How many attempts a key allows in a window of time. */
export interface Limit {
  readonly key: string;
  readonly max: number;
  readonly windowMs: number;
}

/** The current value of a counter. */
export interface Attempts {
  readonly key: string;
  readonly count: number;
  /** Time since the window began. */
  readonly ageMs: number;
}

/** Reads the counters of these limits; result rows are `Attempts`. */
export function planAttempts(db: D1Database, limits: readonly Limit[]): D1PreparedStatement {
  return db
    .prepare(`SELECT a.key, a.count, ${NOW_MS} - a.since AS ageMs FROM json_each(?1) k JOIN attempts a ON a.key = k.value`)
    .bind(JSON.stringify(limits.map((limit) => limit.key)));
}

export function toAttempts(answer: D1Result | undefined): Attempts[] {
  return rowsOf<Attempts>(answer);
}

/**
 * Counts one attempt for each limit, and begins a new window if the last one is over; result rows are `Attempts`. Writes one row per
 * limit.
 */
export function countAttempt(db: D1Database, limits: readonly Limit[]): D1PreparedStatement {
  return db
    .prepare(`INSERT INTO attempts (key, count, since) SELECT value ->> 'key', 1, ${NOW_MS} FROM json_each(?1) WHERE true
      ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN since <= excluded.since - (SELECT value ->> 'windowMs' FROM json_each(?1) WHERE value ->> 'key' = attempts.key) THEN 1 ELSE count + 1 END,
        since = CASE WHEN since <= excluded.since - (SELECT value ->> 'windowMs' FROM json_each(?1) WHERE value ->> 'key' = attempts.key) THEN excluded.since ELSE since END
      RETURNING key, count, ${NOW_MS} - since AS ageMs`)
    .bind(JSON.stringify(limits));
}

/** SQL: whether one of the limits in the JSON list `parameter` is used up. */
export const usedUp = (parameter: string) => `EXISTS (SELECT 1 FROM json_each(${parameter}) k JOIN attempts a ON a.key = k.value ->> 'key'
  WHERE a.since > ${NOW_MS} - (k.value ->> 'windowMs') AND a.count >= (k.value ->> 'max'))`;

/** Deletes counters older than an hour, which no limit needs. Reads the whole table, so it must run rarely. */
export function forgetAttempts(db: D1Database): D1PreparedStatement {
  return db.prepare(`DELETE FROM attempts WHERE since <= ${NOW_MS} - 3600000`);
}
