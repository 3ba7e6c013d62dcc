import { scrypt } from 'node:crypto';
import { ProtocolError } from '../../protocol/errors';
import { fromHex, toHex } from '../platform/bytes';

export interface ScryptParameters {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

/** One of OWASP's settings: 16 MiB, and the most work that the platform's cap on N·r·p leaves at that size. */
export const CURRENT: ScryptParameters = { n: 16_384, r: 8, p: 5 };

/** The platform refuses more work than this (N·r·p), and an isolate has 128 MiB in all. */
export const WORK_MAX = 2 ** 20;
export const MEMORY_MAX_BYTES = 64 * 1024 * 1024;

/** Fills the bytes it is given and answers them. */
type Random = (bytes: Uint8Array) => Uint8Array;

const SALT_BYTES = 16;
const HASH_BYTES = 32;

interface StoredPassword extends ScryptParameters {
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly hash: Uint8Array<ArrayBuffer>;
}

/** A password as it is stored: `scrypt$N$r$p$salt$hash`, salt and hash in hex. Throws `unavailable` when too many are waiting. */
export async function hashPassword(password: string, random: Random, parameters = CURRENT): Promise<string> {
  const salt = random(new Uint8Array(SALT_BYTES));
  const hash = await inTurn(() => derive(password, salt, parameters, HASH_BYTES));
  const { n, r, p } = parameters;
  return `scrypt$${n}$${r}$${p}$${toHex(salt)}$${toHex(hash)}`;
}

/** Stands in for the hash of somebody who does not exist: the same work, and nothing fits it. */
export const DUMMY_HASH = `scrypt$${CURRENT.n}$${CURRENT.r}$${CURRENT.p}$${'0'.repeat(SALT_BYTES * 2)}$${'0'.repeat(HASH_BYTES * 2)}`;

/** Whether the password is the one stored. Throws on a stored text that is none of ours, `unavailable` when too many are waiting. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const { salt, hash, ...parameters } = parse(stored);
  const derived = await inTurn(() => derive(password, salt, parameters, hash.length));
  return crypto.subtle.timingSafeEqual(derived, hash);
}

/** Whether a stored hash was made with other parameters than are used today. */
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
  // The same text can arrive composed or decomposed, depending on the keyboard.
  const secret = password.normalize('NFC');
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, bytes, { N: n, r, p, maxmem: MEMORY_MAX_BYTES }, (error, key) =>
      error ? reject(error) : resolve(new Uint8Array(key)),
    );
  });
}

/** Hashes that have been asked for and are not done: when each was asked for, in epoch ms. */
const waiting = new Map<symbol, number>();
const WAITING_MAX = 256;
/** A request that is cancelled while it waits never takes its entry away; none waits this long. */
const FORGET_AFTER_MS = 60_000;

/**
 * The runtime derives on the isolate's one thread, so hashes run one at a time as it is; what has to be bounded is how many wait.
 * Each gives way once before its turn, so that cheap requests get in between. No request waits for another's promise: it would
 * hang when that other one is cancelled.
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
