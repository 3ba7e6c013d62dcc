import { fromHex, toBase64url, toHex } from '../platform/bytes';

/** The claim of a correctly signed token. Only D1 knows whether its session is alive. */
export interface TokenClaim {
  readonly userId: string;
  /** Lower-case hex SHA-256 of the whole token: the id of the session's row. */
  readonly sessionId: string;
}

const RANDOM_BYTES = 32;
const MAC_BYTES = 16;
const TOKEN = /^([A-Za-z0-9_-]{1,64})\.([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{22})$/;

let cachedKey: CryptoKey | undefined;

/**
 * The key that signs tokens, `meta.tokenKey` in D1; read once per isolate in one round trip. The value is cached, not the promise: a
 * promise belongs to the request that started the read, and never settles for others if that request is cancelled. Throws what D1 throws,
 * and reads again next time.
 */
export async function tokenKey(db: D1Database): Promise<CryptoKey> {
  if (cachedKey) return cachedKey;
  const hex = await db.prepare("SELECT value FROM meta WHERE key = 'tokenKey'").first<string>('value');
  if (!hex) throw new Error('meta.tokenKey is missing');
  cachedKey = await importKey(fromHex(hex));
  return cachedKey;
}

export function importKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
}

async function mac(key: CryptoKey, text: string): Promise<string> {
  const bytes = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text));
  return toBase64url(new Uint8Array(bytes, 0, MAC_BYTES));
}

/** Lower-case hex SHA-256 of a token. */
export async function sessionIdOf(token: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))));
}

/** A new session token: `<userId>.<32 random bytes>.<first 16 bytes of the HMAC of the two>`, the parts in base64url. */
export async function issueToken(key: CryptoKey, userId: string, random: (bytes: Uint8Array) => Uint8Array): Promise<string> {
  return sign(key, userId, random, '');
}

/** The claim of a token that we signed, else undefined. Reads no D1 and wakes no hub. */
export async function readToken(key: CryptoKey, token: string): Promise<TokenClaim | undefined> {
  const userId = await verify(key, token, '');
  return userId === undefined ? undefined : { userId, sessionId: await sessionIdOf(token) };
}

/** A device mark, which a browser keeps after a sign-in so that failures of strangers do not lock it out. It opens no session. */
export async function issueDeviceMark(key: CryptoKey, userId: string, random: (bytes: Uint8Array) => Uint8Array): Promise<string> {
  return sign(key, userId, random, DEVICE);
}

/** The user of a device mark, else undefined. */
export async function readDeviceMark(key: CryptoKey, mark: string): Promise<string | undefined> {
  return verify(key, mark, DEVICE);
}

/** Separates the two uses of the key: user ids contain no colon, so neither kind passes for the other. */
const DEVICE = 'device:';

async function sign(key: CryptoKey, userId: string, random: (bytes: Uint8Array) => Uint8Array, use: string): Promise<string> {
  const claim = `${userId}.${toBase64url(random(new Uint8Array(RANDOM_BYTES)))}`;
  return `${claim}.${await mac(key, use + claim)}`;
}

async function verify(key: CryptoKey, token: string, use: string): Promise<string | undefined> {
  const [, userId, random, given] = TOKEN.exec(token) ?? [];
  if (userId === undefined || given === undefined) return undefined;
  const encoder = new TextEncoder();
  const expected = encoder.encode(await mac(key, `${use}${userId}.${random}`));
  return crypto.subtle.timingSafeEqual(expected, encoder.encode(given)) ? userId : undefined;
}
