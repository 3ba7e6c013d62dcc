import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { issueToken, sessionIdOf, tokenKey } from '../../worker/access/tokens';
import { createApi } from '../../worker/http/api';
import { secureRandom } from '../../worker/store/sql/ids';
import { env, type Person, person } from './people';

const app = createApi();

/** A person who can use HTTP and socket with one session. */
export interface Speaker extends Person {
  readonly token: string;
}

export async function speaker(name = 'someone'): Promise<Speaker> {
  const { id } = await person(name);
  const token = await issueToken(await tokenKey(env.DB), id, secureRandom);
  const sessionId = await sessionIdOf(token);
  const now = Date.now();
  await env.DB.prepare('INSERT INTO sessions (id, user_id, created_at, last_seen_at, expires_at) VALUES (?1, ?2, ?3, ?3, ?4)')
    .bind(sessionId, id, now, now + 3_600_000)
    .run();
  return { id, sessionId, token };
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly json: any;
  /** The error's code, where the answer is one. */
  readonly code: string | undefined;
}

/** Sends a request as the user or without a session; resolves after its background work. */
export async function call(who: Speaker | undefined, method: string, path: string, body?: unknown): Promise<Answer> {
  const context = createExecutionContext();
  const headers = new Headers(body === undefined ? {} : { 'content-type': 'application/json' });
  if (who) headers.set('authorization', `Bearer ${who.token}`);
  const request = new Request(`https://magpie.test${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const answer = await app.fetch(request, env, context);
  const text = await answer.text();
  await waitOnExecutionContext(context);
  const json = text === '' ? undefined : JSON.parse(text);
  return { status: answer.status, json, code: json?.error?.code };
}

/** A group of the owner and others, made over HTTP. */
export async function group(owner: Speaker, others: readonly Person[], title = 'Birds'): Promise<string> {
  const made = await call(owner, 'POST', '/api/conversations', { kind: 'group', title, memberIds: others.map((other) => other.id) });
  if (made.status !== 201) throw new Error(`no group: ${made.status} ${made.code}`);
  return made.json.conversation.id;
}

/** Stores a block, as `PUT /api/contacts/:userId/block` does. */
export async function block(who: Person, whom: Person): Promise<void> {
  await env.DB.prepare('INSERT INTO blocks (user_id, blocked_id, created_at) VALUES (?1, ?2, ?3)').bind(who.id, whom.id, Date.now()).run();
}
