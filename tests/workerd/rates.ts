import { runInDurableObject } from 'cloudflare:test';
import type { Allowance, Rates } from '../../worker/hub/limits/allowances';
import type { Rate } from '../../worker/hub/limits/rate';
import { hubOf, type Person } from './people';

/** Gives a user's hub other allowances than the operator's, until it is evicted. */
export async function setRates(who: Person, rates: Partial<Rates>): Promise<void> {
  await runInDurableObject(hubOf(who), (hub) => {
    const { settings } = hub as unknown as { settings: { rates: Rates } };
    Object.assign(settings, { rates: { ...settings.rates, ...rates } });
  });
}

const ENDLESS: Rate = { perS: 1e9, burst: 1e9 };
const ALL: Record<Allowance, Rate> = { write: ENDLESS, read: ENDLESS, typing: ENDLESS, draft: ENDLESS, watch: ENDLESS, pull: ENDLESS };

/** Removes the limit on a user's sends. */
export const unlimited = (who: Person): Promise<void> => setRates(who, ALL);
