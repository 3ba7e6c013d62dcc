/** A token bucket: `tokens` at the time `at` (epoch ms). */
export interface Bucket {
  readonly tokens: number;
  readonly at: number;
  /** Until when turns are given away to those who were refused, epoch ms. */
  readonly turnsUntil?: number;
}

export interface Rate {
  readonly perS: number;
  readonly burst: number;
}

export type TakeResult =
  | { readonly ok: true; readonly bucket: Bucket }
  | { readonly ok: false; readonly bucket: Bucket; readonly retryAfterMs: number };

/** Nobody is told to wait for longer, milliseconds. */
const WAIT_MAX_MS = 60_000;

/**
 * Takes one token. A full bucket is where everybody starts, and also what an evicted object starts with: it is evicted after
 * ten seconds of quiet at the earliest, in which the bucket refills by itself at the default rate. Who is refused is told a turn
 * of their own: if all were told when the next token is there, all but one would come in vain, and more often at every round.
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
