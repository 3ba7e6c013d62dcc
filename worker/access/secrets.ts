/**
 * Whether `given` is the secret. Digests are compared in constant time, so that neither length nor a common prefix shows. An unset secret
 * never matches.
 */
export async function isSecret(secret: string | undefined, given: string | undefined): Promise<boolean> {
  if (!secret || given === undefined) return false;
  const encoder = new TextEncoder();
  const [a, b] = await Promise.all([secret, given].map((text) => crypto.subtle.digest('SHA-256', encoder.encode(text))));
  return a !== undefined && b !== undefined && crypto.subtle.timingSafeEqual(a, b);
}
