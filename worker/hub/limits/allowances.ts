import { type Bucket, type Rate, take } from './rate';

/** What a user's frames take from, over all their devices; each is a setting of the operator. */
export type Allowance = 'write' | 'read' | 'typing' | 'draft' | 'watch' | 'pull';

export type Rates = Readonly<Record<Allowance, Rate>>;

/** One user's allowances. They start full, also after the object was evicted. */
export class Allowances {
  private readonly buckets = new Map<Allowance, Bucket>();

  constructor(private readonly settings: { readonly rates: Rates }) {}

  /** Takes one frame's worth at the time `now` (epoch ms): null, or how long to wait where it is used up, in ms. */
  take(allowance: Allowance, now: number): number | null {
    const taken = take(this.buckets.get(allowance), now, this.settings.rates[allowance]);
    this.buckets.set(allowance, taken.bucket);
    return taken.ok ? null : taken.retryAfterMs;
  }
}
