import * as v from 'valibot';
import { ERRORS, type ErrorCode } from '../../protocol/errors';
import { tolerant } from '../../protocol/reading';
import type { Problem, Result } from '../model/result';

/** How long an answer may take, milliseconds. */
const TIMEOUT_MS = 15_000;

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const Failure = v.object({ error: v.object({ code: v.picklist(Object.keys(ERRORS) as ErrorCode[]) }) });

/** What the status alone says, where the body says nothing we know. */
function codeOfStatus(status: number): ErrorCode {
  if (status === 401) return 'unauthenticated';
  if (status === 404) return 'not_found';
  if (status === 413) return 'too_large';
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'unavailable' : 'bad_request';
}

/** JSON over HTTP to our own origin. Answers are parsed before anybody sees them; nothing here throws. */
export class Http {
  constructor(
    private readonly fetch: Fetch,
    /** Told of every answer that says that the session is over. */
    private readonly onUnauthenticated: () => void = () => undefined,
  ) {}

  /** An answer as `schema` reads it, with stand-ins for what a newer server says (GROW-1). */
  async ask<T extends v.GenericSchema>(method: Method, path: string, schema: T, body?: unknown): Promise<Result<v.InferOutput<T>>> {
    const answer = await this.answer(method, path, body);
    if (!(answer instanceof Response)) return { ok: false, problem: answer };
    try {
      const parsed = v.safeParse(tolerant(schema), await answer.json());
      return parsed.success ? { ok: true, value: parsed.output } : { ok: false, problem: 'internal' };
    } catch {
      return { ok: false, problem: 'offline' };
    }
  }

  /** For what is answered by nothing but success. */
  async tell(method: Method, path: string, body?: unknown): Promise<Problem | null> {
    const answer = await this.answer(method, path, body);
    return answer instanceof Response ? null : answer;
  }

  private async answer(method: Method, path: string, body: unknown): Promise<Response | Problem> {
    let answer: Response;
    try {
      answer = await this.fetch(path, {
        method,
        credentials: 'same-origin',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
    } catch {
      return 'offline';
    }
    if (answer.ok) return answer;
    const problem = await problemOf(answer);
    if (problem === 'unauthenticated') this.onUnauthenticated();
    return problem;
  }
}

async function problemOf(answer: Response): Promise<Problem> {
  try {
    const parsed = v.safeParse(Failure, await answer.json());
    if (parsed.success) return parsed.output.error.code;
  } catch {}
  return codeOfStatus(answer.status);
}
