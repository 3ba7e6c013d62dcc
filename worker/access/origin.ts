/**
 * Whether the request's `Origin` is exactly our own: scheme, host and port of its address. A missing `Origin` is not ours, because every
 * browser sends one with a changing request and with a socket upgrade. The comparison is textual, because an origin has one
 * serialisation; a different text for the same origin was not written by a browser.
 */
export function sameOrigin(request: Request): boolean {
  if (request.headers.get('sec-fetch-site') === 'cross-site') return false;
  return request.headers.get('origin') === new URL(request.url).origin;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether the method is safe: it changes nothing. */
export function isSafe(request: Request): boolean {
  return SAFE_METHODS.has(request.method);
}

/** Whether the content type is JSON, which no plain form can send across sites without a preflight. */
export function isJson(request: Request): boolean {
  return /^application\/json\s*(?:;|$)/i.test(request.headers.get('content-type') ?? '');
}

/** Whether the request has a body. The stream does not tell: the local runtime creates one for a request without a body too. */
export function hasBody(request: Request): boolean {
  const { headers } = request;
  return headers.has('content-type') || headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0;
}
