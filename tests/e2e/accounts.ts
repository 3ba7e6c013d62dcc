import { randomUUID } from 'node:crypto';

export const PASSWORD = 'magpie-demo';

/** Somebody who signed up, and is signed in once. */
export interface Account {
  readonly id: string;
  /** Nobody else of the run has it. */
  readonly name: string;
  readonly email: string;
  /** What the session's cookie holds; a bearer's token too. */
  readonly token: string;
}

async function post<T>(url: string, path: string, body: object, token?: string): Promise<T> {
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Signs somebody up; their name begins with the one that is given. */
export async function signUp(url: string, name: string): Promise<Account> {
  const tag = randomUUID().slice(0, 6);
  const person = { name: `${name}-${tag}`, email: `${randomUUID()}@example.com` };
  const { user, token } = await post<{ user: { id: string }; token: string }>(url, '/api/auth/sign-up', {
    ...person,
    password: PASSWORD,
    transport: 'bearer',
  });
  return { ...person, id: user.id, token };
}

interface Made {
  readonly conversation: { readonly id: string };
}

/** The direct conversation of two people; its id. */
export async function makeDirect(url: string, a: Account, b: Account): Promise<string> {
  const { conversation } = await post<Made>(url, '/api/conversations', { kind: 'direct', userId: b.id }, a.token);
  return conversation.id;
}

/** A group of its owner and others; its id. */
export async function makeGroup(url: string, owner: Account, others: readonly Account[], title: string): Promise<string> {
  const memberIds = others.map(({ id }) => id);
  const { conversation } = await post<Made>(url, '/api/conversations', { kind: 'group', title, memberIds }, owner.token);
  return conversation.id;
}
