import type { Attempts, Limit } from '../store/people/attempts';

const QUARTER_MS = 15 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;

/**
 * The limits of failed sign-ins. They are checked before a password is hashed, and again when the result is written, so that parallel
 * guesses get no more answers than sequential ones.
 *
 * A sign-in from an unknown device counts three times, in windows of 15 minutes: for the account from this address (10), for the address
 * (100), and for the account from all addresses (50). The first stops a guesser without locking out the owner, who has another address;
 * the last stops a guesser with many addresses. It could be used to lock an owner out, and so could a shared address. Therefore a device
 * that signed in to the account before, which its signed mark proves, counts only for itself (10).
 *
 * The address is the platform's `CF-Connecting-IP` and no other header; of an IPv6 address, the /64 of one customer.
 *
 * `account` and `device` are digests, because people paste passwords into e-mail fields by mistake.
 */
export function strangerLimits(account: string, address: string): Limit[] {
  return [
    { key: `p:${account}:${address}`, max: 10, windowMs: QUARTER_MS },
    { key: `i:${address}`, max: 100, windowMs: QUARTER_MS },
    { key: `a:${account}`, max: 50, windowMs: QUARTER_MS },
  ];
}

export function deviceLimits(device: string): Limit[] {
  return [{ key: `d:${device}`, max: 10, windowMs: QUARTER_MS }];
}

/** The limit for a signed-in user who enters their password again. */
export function confirmLimits(userId: string): Limit[] {
  return [{ key: `c:${userId}`, max: 10, windowMs: QUARTER_MS }];
}

export function signUpLimits(address: string): Limit[] {
  return [{ key: `u:${address}`, max: 1000, windowMs: HOUR_MS }];
}

export function inviteLimits(address: string): Limit[] {
  return [{ key: `v:${address}`, max: 100, windowMs: QUARTER_MS }];
}

/** The time to wait before the next attempt, in ms; 0: none. A counter may exceed its limit by `extraFailures`. */
export function waitMs(limits: readonly Limit[], attempts: readonly Attempts[], extraFailures = 0): number {
  const byKey = new Map(attempts.map((attempt) => [attempt.key, attempt]));
  let wait = 0;
  for (const { key, max, windowMs } of limits) {
    const attempt = byKey.get(key);
    if (attempt && attempt.ageMs < windowMs && attempt.count >= max + extraFailures) wait = Math.max(wait, windowMs - attempt.ageMs);
  }
  return wait;
}

/** The key under which the failures of an address are counted. */
export function addressOf(request: Request): string {
  const address = request.headers.get('cf-connecting-ip')?.trim().toLowerCase() ?? '';
  if (!/^[0-9a-f:.]{2,45}$/.test(address)) return 'unknown';
  return address.includes(':') ? network64(address) : address;
}

function network64(address: string): string {
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  // An IPv4 address written as IPv6 belongs to one customer as a whole.
  const v4 = /^(?:0*:)*:?(?:ffff:)(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  if (v4) return v4;
  const right = tail ? tail.split(':') : [];
  const groups = tail === undefined ? left : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
