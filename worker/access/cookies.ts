/** Whether the address is plain-http loopback, as in development. Cookies are `Secure` everywhere else. */
export function isPlainLoopback(url: URL): boolean {
  return url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}

export type CookieUse = 'session' | 'device';

const NAMES: Record<CookieUse, string> = { session: 'magpie', device: 'magpie-device' };

/** `__Host-` binds a cookie to this host and to TLS; browsers refuse the prefix on plain http. */
export function cookieName(url: URL, use: CookieUse): string {
  return isPlainLoopback(url) ? NAMES[use] : `__Host-${NAMES[use]}`;
}

/** The value of our cookie; the first if there are several. */
export function readCookie(request: Request, use: CookieUse): string | undefined {
  const name = cookieName(new URL(request.url), use);
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/** A `Set-Cookie` value; `maxAgeSeconds` 0 deletes the cookie. `value` must consist of cookie characters, as our tokens do. */
export function writeCookie(url: URL, use: CookieUse, value: string, maxAgeSeconds: number): string {
  const secure = isPlainLoopback(url) ? '' : '; Secure';
  return `${cookieName(url, use)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
}
