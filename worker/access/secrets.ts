/** Whether a secret was stated. Compared by digests, so that neither length nor common beginnings show in the time it takes. An unset secret fits nothing. */
export async function isSecret(secret: string | undefined, given: string | undefined): Promise<boolean> {
  if (!secret || given === undefined) return false;
  const encoder = new TextEncoder();
  const [a, b] = await Promise.all([secret, given].map((text) => crypto.subtle.digest('SHA-256', encoder.encode(text))));
  return a !== undefined && b !== undefined && crypto.subtle.timingSafeEqual(a, b);
}
