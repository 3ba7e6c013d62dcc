/** A token bucket: `tokens` at the time `at` (epoch ms). */
export interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

export interface Rate {
  readonly perS: number;
  readonly burst: number;
}

export type Taken =
  | { readonly ok: true; readonly bucket: Bucket }
  | { readonly ok: false; readonly bucket: Bucket; readonly retryAfterMs: number };

/**
 * Takes one token. A full bucket is where everybody starts, and also what an evicted object starts with: it is evicted after
 * ten seconds of quiet at the earliest, in which the bucket refills by itself at the default rate.
 */
export function take(bucket: Bucket | undefined, now: number, rate: Rate): Taken {
  const held = bucket ? Math.min(rate.burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * rate.perS) : rate.burst;
  if (held >= 1) return { ok: true, bucket: { tokens: held - 1, at: now } };
  return { ok: false, bucket: { tokens: held, at: now }, retryAfterMs: Math.ceil(((1 - held) / rate.perS) * 1000) };
}
