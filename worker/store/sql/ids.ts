import { toBase64url } from '../../platform/bytes';

/** The database of new conversations: the first character of their ids. There is one database so far. */
export const SHARD = '0';

/** 128 random bits as 22 characters. */
export function randomId(random: (bytes: Uint8Array) => Uint8Array): string {
  return toBase64url(random(new Uint8Array(16)));
}

export function groupConversationId(random: (bytes: Uint8Array) => Uint8Array): string {
  return `${SHARD}g${randomId(random)}`;
}

/**
 * The id of the direct conversation of a pair, the same from both sides. It is the primary key, so no second unique index is needed, and
 * two users who open it at once get the same row.
 */
export async function directConversationId(a: string, b: string): Promise<string> {
  const pair = [a, b].sort().join(' ');
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(pair));
  return `${SHARD}d${toBase64url(new Uint8Array(digest).subarray(0, 16))}`;
}

export function secureRandom(bytes: Uint8Array): Uint8Array {
  return crypto.getRandomValues(bytes);
}
