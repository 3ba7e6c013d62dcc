import { Client } from '../support/client.ts';
import { seeded } from '../support/random.ts';
import { until } from '../support/waiting.ts';
import type { Account } from './accounts.ts';

const STORED_MS = 120_000;

/** A person with a bare socket, online. */
export async function socketOf(url: string, { id, token }: Pick<Account, 'id' | 'token'>): Promise<Client> {
  const client = new Client({ url: url.replace(/^http/, 'ws'), person: { id, token }, name: 'socket', random: seeded(7) });
  await client.join(60_000);
  return client;
}

/** Says it all, and waits until it is stored. */
export async function sayAll(client: Client, conversationId: string, texts: readonly string[]): Promise<void> {
  for (const text of texts) client.say(conversationId, text);
  await until(() => client.outbox.size === 0, 'all to be stored', STORED_MS);
}
