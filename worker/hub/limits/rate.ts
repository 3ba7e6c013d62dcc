/** A token bucket: `tokens` at the time `at` (epoch ms). */
export interface Bucket {
  readonly tokens: number;
  readonly at: number;
  /** The end of the retry slots given to refused frames, epoch ms. */
  readonly turnsUntil?: number;
}

export interface Rate {
  readonly perS: number;
  readonly burst: number;
}

export type TakeResult =
  | { readonly ok: true; readonly bucket: Bucket }
  | { readonly ok: false; readonly bucket: Bucket; readonly retryAfterMs: number };

/** The longest wait, milliseconds. */
const WAIT_MAX_MS = 60_000;

/**
 * Takes one token. A bucket starts full, also after an eviction: an object is evicted after ten quiet seconds at the earliest, in which
 * the bucket refills at the default rate. Each refused frame gets its own retry slot: if all were sent back at the time of the next
 * token, all but one would come in vain, and more often with every round.
 */
export function take(bucket: Bucket | undefined, now: number, rate: Rate): TakeResult {
  const held = bucket ? Math.min(rate.burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * rate.perS) : rate.burst;
  const turnsUntil = bucket?.turnsUntil ?? 0;
  const turns = turnsUntil > now && turnsUntil <= now + WAIT_MAX_MS ? { turnsUntil } : {};
  if (held >= 1) return { ok: true, bucket: { tokens: held - 1, at: now, ...turns } };
  const tokenMs = 1000 / rate.perS;
  const turn = Math.min(now + WAIT_MAX_MS, Math.max(now + (1 - held) * tokenMs, (turns.turnsUntil ?? 0) + tokenMs));
  return { ok: false, bucket: { tokens: held, at: now, turnsUntil: turn }, retryAfterMs: Math.ceil(turn - now) };
}
