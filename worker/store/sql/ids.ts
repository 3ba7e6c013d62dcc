import { toBase64url } from '../../platform/bytes';

/** The database a new conversation is put into; the first character of its id. One database so far. */
export const SHARD = '0';

/** 128 random bits as 22 characters. */
export function randomId(random: (bytes: Uint8Array) => Uint8Array): string {
  return toBase64url(random(new Uint8Array(16)));
}

export function groupConversationId(random: (bytes: Uint8Array) => Uint8Array): string {
  return `${SHARD}g${randomId(random)}`;
}

/**
 * The id of the one direct conversation of a pair, the same whoever asks. Being the primary key it needs no
 * second unique index, and two people who open it at the same moment meet in the same row.
 */
export async function directConversationId(a: string, b: string): Promise<string> {
  const pair = [a, b].sort().join(' ');
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(pair));
  return `${SHARD}d${toBase64url(new Uint8Array(digest).subarray(0, 16))}`;
}

export function secureRandom(bytes: Uint8Array): Uint8Array {
  return crypto.getRandomValues(bytes);
}
