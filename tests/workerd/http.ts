import { exports } from 'cloudflare:workers';
import type { Self } from '../../protocol/records';

// The types know of no main module here.
const worker = (exports as unknown as { default: Fetcher }).default;

export const ORIGIN = 'https://magpie.test';
export const PASSWORD = 'correct horse 电池';

export interface Asked {
  readonly token?: string;
  readonly cookie?: string;
  readonly origin?: string;
  /** Sent as JSON; a string goes as it is. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** The address that the platform says the request comes from. */
  readonly ip?: string;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly json: any;
}

let hosts = 0;
/** An address that is unique in the run. */
export const someIp = () => `10.${(++hosts >> 16) & 255}.${(hosts >> 8) & 255}.${hosts & 255}`;

/** Sends a request to the Worker. */
export async function ask(method: string, path: string, asked: Asked = {}): Promise<Answered> {
  const headers = new Headers({ 'cf-connecting-ip': asked.ip ?? someIp(), ...asked.headers });
  if (asked.token) headers.set('authorization', `Bearer ${asked.token}`);
  if (asked.cookie) headers.set('cookie', asked.cookie);
  if (asked.origin) headers.set('origin', asked.origin);
  if (asked.body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  const body = asked.body === undefined ? null : typeof asked.body === 'string' ? asked.body : JSON.stringify(asked.body);
  const answer = await worker.fetch(new Request(new URL(path, ORIGIN), { method, headers, body }));
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, json: text === '' ? undefined : JSON.parse(text) };
}

export interface Account {
  readonly user: Self;
  readonly token: string;
  readonly email: string;
}

/** Signs a user up over HTTP, with a bearer token. */
export async function account(name = 'Someone'): Promise<Account> {
  const email = `${crypto.randomUUID()}@example.com`;
  const { status, json } = await ask('POST', '/api/auth/sign-up', { body: { email, password: PASSWORD, name, transport: 'bearer' } });
  if (status !== 201) throw new Error(`sign-up: ${status} ${JSON.stringify(json)}`);
  return { user: json.user, token: json.token, email };
}

/** The name=value pairs of the cookies that an answer sets. */
export const cookiesOf = (answer: Answered) => answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
