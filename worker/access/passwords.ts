import { scrypt } from 'node:crypto';
import { ProtocolError } from '../../protocol/errors';
import { fromHex, toHex } from '../platform/bytes';

export interface ScryptParameters {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

/** One of the settings that OWASP recommends: 16 MiB, with the most work that the platform allows (N·r·p). */
export const CURRENT: ScryptParameters = { n: 16_384, r: 8, p: 5 };

/** The most work that the platform allows (N·r·p). An isolate has 128 MiB of memory in all. */
export const WORK_MAX = 2 ** 20;
export const MEMORY_MAX_BYTES = 64 * 1024 * 1024;

/** Fills the given bytes and returns them. */
type Random = (bytes: Uint8Array) => Uint8Array;

const SALT_BYTES = 16;
const HASH_BYTES = 32;

interface StoredPassword extends ScryptParameters {
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly hash: Uint8Array<ArrayBuffer>;
}

/**
 * Hashes a password as it is stored: `scrypt$N$r$p$salt$hash`, salt and hash in hex. Throws `unavailable` if too many hashes are waiting.
 */
export async function hashPassword(password: string, random: Random, parameters = CURRENT): Promise<string> {
  const salt = random(new Uint8Array(SALT_BYTES));
  const hash = await inTurn(() => derive(password, salt, parameters, HASH_BYTES));
  const { n, r, p } = parameters;
  return `scrypt$${n}$${r}$${p}$${toHex(salt)}$${toHex(hash)}`;
}

/** Replaces the hash of an unknown account: it takes the same work and matches nothing. */
export const DUMMY_HASH = `scrypt$${CURRENT.n}$${CURRENT.r}$${CURRENT.p}$${'0'.repeat(SALT_BYTES * 2)}$${'0'.repeat(HASH_BYTES * 2)}`;

/** Whether the password matches the stored hash. Throws on a malformed hash, and `unavailable` if too many hashes are waiting. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const { salt, hash, ...parameters } = parse(stored);
  const derived = await inTurn(() => derive(password, salt, parameters, hash.length));
  return crypto.subtle.timingSafeEqual(derived, hash);
}

/** Whether a stored hash has other parameters than new ones. */
export function isOutdated(stored: string): boolean {
  const { n, r, p } = parse(stored);
  return n !== CURRENT.n || r !== CURRENT.r || p !== CURRENT.p;
}

function parse(stored: string): StoredPassword {
  const [, n, r, p, salt, hash] = /^scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([0-9a-f]{16,128})\$([0-9a-f]{64,128})$/.exec(stored) ?? [];
  if (!n || !r || !p || !salt || !hash) throw new Error('not a stored password');
  const parsed = { n: Number(n), r: Number(r), p: Number(p), salt: fromHex(salt), hash: fromHex(hash) };
  if (parsed.n * parsed.r * parsed.p > WORK_MAX) throw new Error('a stored password asks for more work than is allowed');
  return parsed;
}

function derive(password: string, salt: Uint8Array, { n, r, p }: ScryptParameters, bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  // Keyboards send the same text composed or decomposed.
  const secret = password.normalize('NFC');
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, bytes, { N: n, r, p, maxmem: MEMORY_MAX_BYTES }, (error, key) =>
      error ? reject(error) : resolve(new Uint8Array(key)),
    );
  });
}

/** Hashes that are waiting or running, with the time of their request, epoch ms. */
const waiting = new Map<symbol, number>();
const WAITING_MAX = 256;
/** A request that is cancelled while it waits leaves its entry, which expires after this time, milliseconds. */
const FORGET_AFTER_MS = 60_000;

/**
 * Limits how many hashes wait; they run one at a time anyway, because the runtime derives on the isolate's one thread. Each yields once
 * before it starts, so that cheap requests run in between. No request waits for the promise of another: it would hang if that request
 * were cancelled.
 */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const now = Date.now();
  for (const [ticket, since] of waiting) if (now - since > FORGET_AFTER_MS) waiting.delete(ticket);
  if (waiting.size >= WAITING_MAX) throw new ProtocolError('unavailable', 'Too many people are signing in: try again.', 5000);
  const ticket = Symbol('hash');
  waiting.set(ticket, now);
  try {
    await scheduler.wait(0);
    return await work();
  } finally {
    waiting.delete(ticket);
  }
}
