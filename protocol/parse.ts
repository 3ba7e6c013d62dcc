import * as v from 'valibot';
import { Down } from './down';
import type { ErrorCode } from './errors';
import { FRAME_MAX_BYTES } from './limits';
import { tolerant } from './reading';
import { seq } from './text';
import { Up } from './up';

/** Why a raw value is not a frame: the error for its sender, with the ids that identify the frame if they were readable. */
export interface Refusal {
  readonly code: Extract<ErrorCode, 'bad_frame' | 'too_large'>;
  readonly message: string;
  readonly clientMsgId?: string;
  readonly requestId?: string;
}

export type ParseResult<T> = { readonly ok: true; readonly frame: T } | { readonly ok: false; readonly refusal: Refusal };

const encoder = new TextEncoder();

/** A frame that is too large is still parsed up to this length, so that its sender learns which frame it was. */
const READABLE_MAX = 1024 * 1024;
/** The depth of the fields of a frame: the frame, its `body` or `change`, the body of that change. */
const NULLS_DEPTH = 3;

function refuse(code: Refusal['code'], message: string, source?: unknown): { ok: false; refusal: Refusal } {
  const ids: { clientMsgId?: string; requestId?: string } = {};
  if (typeof source === 'object' && source !== null) {
    const { clientMsgId, requestId } = source as Record<string, unknown>;
    if (typeof clientMsgId === 'string' && clientMsgId.length <= 64) ids.clientMsgId = clientMsgId;
    if (typeof requestId === 'string' && requestId.length <= 64) ids.requestId = requestId;
  }
  return { ok: false, refusal: { code, message, ...ids } };
}

/** Parses raw data from a browser into a typed frame, or into the error to answer. Never throws. No other code parses an up frame. */
export function parseUp(raw: string | ArrayBuffer): ParseResult<Up> {
  if (typeof raw !== 'string') return refuse('bad_frame', 'Frames are JSON text, not binary.');
  // A UTF-16 unit takes at most three UTF-8 bytes, so only texts between the two bounds must be encoded to be measured.
  if (raw.length > FRAME_MAX_BYTES || (raw.length * 3 > FRAME_MAX_BYTES && encoder.encode(raw).length > FRAME_MAX_BYTES))
    return refuse('too_large', `A frame has at most ${FRAME_MAX_BYTES} bytes.`, raw.length <= READABLE_MAX ? decode(raw) : undefined);
  const json = decode(raw);
  if (json === undefined) return refuse('bad_frame', 'The frame is not JSON.');
  const result = parseAs(Up, json);
  if (result.success) return { ok: true, frame: result.output };
  return refuse('bad_frame', describe(result.issues[0]), json);
}

/** Undefined if the text is not JSON. */
function decode(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}

/** Parses a value with `schema`. Many languages write an absent field as null, so null counts as absent where the schema rejects it. */
function parseAs<const T extends v.GenericSchema>(schema: T, value: unknown): v.SafeParseResult<T> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result;
  const again = v.safeParse(schema, withoutNulls(value, NULLS_DEPTH), { abortEarly: true });
  return again.success ? again : result;
}

function withoutNulls(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth === 0) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutNulls(field, depth - 1)]));
}

const TolerantDown = /* @__PURE__ */ tolerant(Down);
const Tid = /* @__PURE__ */ v.object({ tid: seq });

/** Parses a frame from the hub, with stand-ins for what this version does not know (GROW-1); `undefined` for an unreadable frame. */
export function parseDown(raw: string): Down | undefined {
  const result = v.safeParse(TolerantDown, decode(raw), { abortEarly: true });
  return result.success ? result.output : undefined;
}

/** The tid of a push that `parseDown` cannot read: the client still acks it. */
export function tidOf(raw: string): number | undefined {
  const result = v.safeParse(Tid, decode(raw));
  return result.success ? result.output.tid : undefined;
}

/** One sentence that names the field and its error without quoting the value. */
export function describe(issue: v.BaseIssue<unknown>): string {
  const path = issue.path?.map((item) => String(item.key)).join('.') ?? '';
  const wrong = issue.type === 'check' || issue.type === 'max_length' ? issue.message : `expects ${issue.expected ?? 'another value'}`;
  return path ? `Field "${path.slice(0, 80)}": ${wrong.slice(0, 160)}.` : `The value ${wrong.slice(0, 160)}.`;
}
