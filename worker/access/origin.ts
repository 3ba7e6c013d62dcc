/**
 * Whether the request's `Origin` is exactly our own: scheme, host and port of the address it was sent to. A missing `Origin` is
 * not ours: every browser sends one with a changing request and with a socket upgrade. Compared as text, since an origin is
 * serialised in one way only, and whatever parses to the same but is written otherwise was not written by a browser.
 */
export function sameOrigin(request: Request): boolean {
  if (request.headers.get('sec-fetch-site') === 'cross-site') return false;
  return request.headers.get('origin') === new URL(request.url).origin;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether the method promises to change nothing. */
export function isSafe(request: Request): boolean {
  return SAFE_METHODS.has(request.method);
}

/** JSON by its content type: the one type that no plain form can send across sites without asking first. */
export function isJson(request: Request): boolean {
  return /^application\/json\s*(?:;|$)/i.test(request.headers.get('content-type') ?? '');
}

/** Whether something is sent along. The stream does not tell: the local runtime makes one for a request without a body too. */
export function hasBody(request: Request): boolean {
  const { headers } = request;
  return headers.has('content-type') || headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0;
}
