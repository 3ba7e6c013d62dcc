import { type Bucket, type Rate, take } from './rate';

/** The limits of a user's frames over all devices; each is a setting of the operator. */
export type Allowance = 'write' | 'read' | 'typing' | 'draft' | 'watch' | 'pull';

export type Rates = Readonly<Record<Allowance, Rate>>;

/** The allowances of one user. They start full, also after an eviction. */
export class Allowances {
  private readonly buckets = new Map<Allowance, Bucket>();

  constructor(private readonly settings: { readonly rates: Rates }) {}

  /** Takes one frame from the allowance at `now` (epoch ms). Null if it was permitted, else the time to wait in ms. */
  take(allowance: Allowance, now: number): number | null {
    const taken = take(this.buckets.get(allowance), now, this.settings.rates[allowance]);
    this.buckets.set(allowance, taken.bucket);
    return taken.ok ? null : taken.retryAfterMs;
  }
}
