import type { Context } from 'hono';
import * as v from 'valibot';
import { ERRORS, type ErrorCode, ProtocolError } from '../../protocol/errors';
import { FRAME_MAX_BYTES } from '../../protocol/limits';
import { describe } from '../../protocol/parse';
import { isJson } from '../access/origin';
import { causeOf, log } from '../platform/log';

/** The headers of every API response, errors included: JSON is not cached, framed, sniffed or run. */
export const API_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; sandbox",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};

/** Sets `API_HEADERS` on a response. A 101 is left alone: its headers belong to the handshake. */
export function withApiHeaders(answer: Response): Response {
  if (answer.status === 101) return answer;
  const withHeaders = new Response(answer.body, answer);
  for (const [name, value] of Object.entries(API_HEADERS)) withHeaders.headers.set(name, value);
  return withHeaders;
}

/** An error as an HTTP response: status, code and one sentence; never a stack. */
export function errorResponse(error: ProtocolError): Response {
  const { code, message, retryable, retryAfterMs } = error;
  const answer = Response.json(
    { error: { code, message, retryable, ...(retryAfterMs !== undefined && { retryAfterMs }) } },
    { status: ERRORS[code].status, headers: API_HEADERS },
  );
  if (retryAfterMs !== undefined) answer.headers.set('retry-after', String(Math.max(1, Math.ceil(retryAfterMs / 1000))));
  return answer;
}

// Errors of D1 itself rather than of a statement: overload, a lost connection, a restart.
const D1_TROUBLE = /D1 DB|D1 is|Network connection lost|storage caused object|reset because|overloaded|queued for too long|SQLITE_BUSY/i;

/** Converts anything thrown into an error that the peer may see. */
export function toProtocolError(error: unknown): ProtocolError {
  if (error instanceof ProtocolError) return error;
  const isDatabaseTrouble = error instanceof Error && D1_TROUBLE.test(`${error.message} ${causeOf(error)}`);
  return isDatabaseTrouble
    ? new ProtocolError('unavailable', 'The database cannot be reached: try again.', 1000)
    : new ProtocolError('internal', 'Something went wrong here: try again.');
}

/** For `app.onError`. Our own faults are logged by code and cause; refusals are not logged. */
export function onError(error: Error, c: Context): Response {
  const refusal = toProtocolError(error);
  if (!(error instanceof ProtocolError))
    log({ event: 'request_failed', code: refusal.code, method: c.req.method, route: c.req.routePath, cause: causeOf(error) });
  return errorResponse(refusal);
}

/** For `app.notFound`: a missing thing looks like a thing that the user may not see. */
export function notFound(): Response {
  return errorResponse(new ProtocolError('not_found', NOT_FOUND));
}

/** The sentence of every `not_found`, so that all of them look the same. */
export const NOT_FOUND = 'There is no such thing, or it is not yours to see.';

/** Parses the request's body with `schema`. Throws `too_large` before parsing, and `bad_request` with the name of the field. */
export async function parseBody<const T extends v.GenericSchema>(c: Context, schema: T): Promise<v.InferOutput<T>> {
  if (!isJson(c.req.raw)) throw new ProtocolError('bad_request', 'Send JSON as application/json.');
  const value = await readJson(c.req.raw);
  // An array would pass for an object without any of its optional fields.
  if (Array.isArray(value)) throw new ProtocolError('bad_request', 'The body is a list: send an object.');
  return parseWith(schema, value);
}

/** Parses a decoded value with `schema`: queries, path parameters. Throws `code`. */
export function parseWith<const T extends v.GenericSchema>(schema: T, value: unknown, code: ErrorCode = 'bad_request'): v.InferOutput<T> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  throw new ProtocolError(code, describe(result.issues[0]));
}

async function readJson(request: Request): Promise<unknown> {
  if (Number(request.headers.get('content-length') ?? 0) > FRAME_MAX_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  // A `Content-Length` may be missing or wrong, so the received bytes are counted, and none beyond the limit are kept.
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > FRAME_MAX_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  try {
    // Fatal, because invalid UTF-8 would otherwise be replaced silently.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await new Blob(chunks).arrayBuffer()));
  } catch {
    throw new ProtocolError('bad_request', 'The body is not JSON in UTF-8.');
  }
}

function tooLarge(): ProtocolError {
  return new ProtocolError('too_large', `A request has at most ${FRAME_MAX_BYTES} bytes.`);
}
