import type { Context } from 'hono';
import * as v from 'valibot';
import { ERRORS, type ErrorCode, ProtocolError } from '../../protocol/errors';
import { FRAME_MAX_BYTES } from '../../protocol/limits';
import { describe } from '../../protocol/parse';
import { isJson } from '../access/origin';
import { causeOf, log } from '../platform/log';

/** The headers of every answer of the API, errors included: JSON is not cached, framed, sniffed or run. */
export const API_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; sandbox",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};

/** Puts `API_HEADERS` on an answer. A 101 is left alone: its headers are the handshake's. */
export function withApiHeaders(answer: Response): Response {
  if (answer.status === 101) return answer;
  const withHeaders = new Response(answer.body, answer);
  for (const [name, value] of Object.entries(API_HEADERS)) withHeaders.headers.set(name, value);
  return withHeaders;
}

/** A refusal as an HTTP answer: status, code and one sentence; never a stack. */
export function errorResponse(error: ProtocolError): Response {
  const { code, message, retryable, retryAfterMs } = error;
  const answer = Response.json(
    { error: { code, message, retryable, ...(retryAfterMs !== undefined && { retryAfterMs }) } },
    { status: ERRORS[code].status, headers: API_HEADERS },
  );
  if (retryAfterMs !== undefined) answer.headers.set('retry-after', String(Math.max(1, Math.ceil(retryAfterMs / 1000))));
  return answer;
}

// What D1 says of itself rather than of a statement: overload, a lost connection, a restart (PLATFORM.md B.2).
const D1_TROUBLE = /D1 DB|D1 is|Network connection lost|storage caused object|reset because|overloaded|queued for too long|SQLITE_BUSY/i;

/** The refusal to tell the peer for whatever was thrown. */
export function toProtocolError(error: unknown): ProtocolError {
  if (error instanceof ProtocolError) return error;
  const isDatabaseTrouble = error instanceof Error && D1_TROUBLE.test(`${error.message} ${causeOf(error)}`);
  return isDatabaseTrouble
    ? new ProtocolError('unavailable', 'The database cannot be reached: try again.', 1000)
    : new ProtocolError('internal', 'Something went wrong here: try again.');
}

/** For `app.onError`. Faults of ours are logged by code and cause; refusals are not worth a line. */
export function onError(error: Error, c: Context): Response {
  const refusal = toProtocolError(error);
  if (!(error instanceof ProtocolError))
    log({ event: 'request_failed', code: refusal.code, method: c.req.method, route: c.req.routePath, cause: causeOf(error) });
  return errorResponse(refusal);
}

/** For `app.notFound`: what does not exist looks like what one may not see. */
export function notFound(): Response {
  return errorResponse(new ProtocolError('not_found', NOT_FOUND));
}

/** The one sentence of every `not_found`, so that no two of them can be told apart. */
export const NOT_FOUND = 'There is no such thing, or it is not yours to see.';

/** The request's body as `schema` reads it. Throws `too_large` before parsing, `bad_request` naming the field. */
export async function parseBody<const T extends v.GenericSchema>(c: Context, schema: T): Promise<v.InferOutput<T>> {
  if (!isJson(c.req.raw)) throw new ProtocolError('bad_request', 'Send JSON as application/json.');
  const value = await readJson(c.req.raw);
  // An array would pass for an object all of whose fields are left out.
  if (Array.isArray(value)) throw new ProtocolError('bad_request', 'The body is a list: send an object.');
  return parseWith(schema, value);
}

/** An already decoded value as `schema` reads it: queries, path parameters. */
export function parseWith<const T extends v.GenericSchema>(schema: T, value: unknown, code: ErrorCode = 'bad_request'): v.InferOutput<T> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  throw new ProtocolError(code, describe(result.issues[0]));
}

async function readJson(request: Request): Promise<unknown> {
  if (Number(request.headers.get('content-length') ?? 0) > FRAME_MAX_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  // A `Content-Length` may be missing or lie: what counts is what arrives, and no more of it than the limit is kept.
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > FRAME_MAX_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  try {
    // Fatal: bytes that are no UTF-8 would otherwise be altered without a word.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await new Blob(chunks).arrayBuffer()));
  } catch {
    throw new ProtocolError('bad_request', 'The body is not JSON in UTF-8.');
  }
}

function tooLarge(): ProtocolError {
  return new ProtocolError('too_large', `A request has at most ${FRAME_MAX_BYTES} bytes.`);
}
