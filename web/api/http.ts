import * as v from 'valibot';
import { ERRORS, type ErrorCode } from '../../protocol/errors';
import { tolerant } from '../../protocol/reading';
import type { Problem, Result } from '../model/result';

/** A response must arrive within this time, milliseconds. */
const TIMEOUT_MS = 15_000;

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const Failure = v.object({ error: v.object({ code: v.picklist(Object.keys(ERRORS) as ErrorCode[]) }) });

/** The error code for a status whose body has no known code. */
function codeOfStatus(status: number): ErrorCode {
  if (status === 401) return 'unauthenticated';
  if (status === 404) return 'not_found';
  if (status === 413) return 'too_large';
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'unavailable' : 'bad_request';
}

/** JSON over HTTP to the own origin. Every response is parsed against a schema; no method throws. */
export class Http {
  constructor(
    private readonly fetch: Fetch,
    /** Called for every response that says that the session has ended. */
    private readonly onUnauthenticated: () => void = () => undefined,
  ) {}

  /** Sends a request and parses the response. Unknown kinds of a newer server become stand-ins (GROW-1). */
  async request<T extends v.GenericSchema>(method: Method, path: string, schema: T, body?: unknown): Promise<Result<v.InferOutput<T>>> {
    const response = await this.fetchResponse(method, path, body);
    if (!(response instanceof Response)) return { ok: false, problem: response };
    try {
      const parsed = v.safeParse(tolerant(schema), await response.json());
      return parsed.success ? { ok: true, value: parsed.output } : { ok: false, problem: 'internal' };
    } catch {
      return { ok: false, problem: 'offline' };
    }
  }

  /** Sends a request whose response has no body. Resolves to null on success. */
  async send(method: Method, path: string, body?: unknown): Promise<Problem | null> {
    const response = await this.fetchResponse(method, path, body);
    return response instanceof Response ? null : response;
  }

  private async fetchResponse(method: Method, path: string, body: unknown): Promise<Response | Problem> {
    let response: Response;
    try {
      response = await this.fetch(path, {
        method,
        credentials: 'same-origin',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
    } catch {
      return 'offline';
    }
    if (response.ok) return response;
    const problem = await problemOf(response);
    if (problem === 'unauthenticated') this.onUnauthenticated();
    return problem;
  }
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    const parsed = v.safeParse(Failure, await response.json());
    if (parsed.success) return parsed.output.error.code;
  } catch {}
  return codeOfStatus(response.status);
}
