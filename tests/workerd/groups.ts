import * as v from 'valibot';
import { expect } from 'vitest';
import { ConversationSummary, type Member } from '../../protocol/records';
import { env } from './people';
import { call, type Speaker, speaker } from './talk';

export const Strict = v.strictObject({ conversation: v.strictObject(ConversationSummary.entries) });

export async function people<const N extends readonly string[]>(...names: N): Promise<{ [K in keyof N]: Speaker }> {
  const made: Speaker[] = [];
  for (const name of names) made.push(await speaker(name));
  return made as { [K in keyof N]: Speaker };
}

export const at = (id: string, path = '') => `/api/conversations/${id}${path}`;
export const role = (owner: Speaker, id: string, whom: Speaker, wanted: string) =>
  call(owner, 'PATCH', at(id, `/members/${whom.id}`), { role: wanted });
export const put = (who: Speaker, id: string, whom: Speaker) => call(who, 'DELETE', at(id, `/members/${whom.id}`));
export const add = (who: Speaker, id: string, ...whom: { id: string }[]) =>
  call(who, 'POST', at(id, '/members'), { userIds: whom.map((one) => one.id) });
export const see = async (who: Speaker, id: string): Promise<ConversationSummary> => (await call(who, 'GET', at(id))).json.conversation;
export const rolesOf = ({ members = [] }: ConversationSummary) =>
  Object.fromEntries(members.map((member: Member) => [member.userId, member.role]));

export async function events(id: string): Promise<unknown[]> {
  const { results } = await env.DB.prepare(
    `SELECT sender_id AS who, body FROM entries WHERE conversation_id = ? AND json_extract(body, '$.kind') = 'system' ORDER BY seq`,
  )
    .bind(id)
    .all<{ who: string; body: string }>();
  return results.map((row) => ({ who: row.who, ...JSON.parse(row.body).event }));
}

/** What must hold of any group at any time. */
export async function assertSound(id: string): Promise<void> {
  const { results } = await env.DB.prepare('SELECT seq, n FROM entries WHERE conversation_id = ? ORDER BY seq')
    .bind(id)
    .all<{ seq: number; n: number }>();
  expect(results.map((row) => row.seq)).toEqual(results.map((_, i) => i + 1));
  const counts = await env.DB.prepare(
    `SELECT c.member_count AS kept, c.dissolved_at IS NULL AS alive, (SELECT count(*) FROM memberships m WHERE m.conversation_id = c.id AND m.left_seq IS NULL) AS counted,
      (SELECT count(*) FROM memberships m WHERE m.conversation_id = c.id AND m.left_seq IS NULL AND m.role = 'owner') AS owners FROM conversations c WHERE c.id = ?`,
  )
    .bind(id)
    .first<{ kept: number; alive: number; counted: number; owners: number }>();
  expect(counts?.kept).toBe(counts?.counted);
  expect(counts?.owners).toBe(counts?.counted === 0 ? 0 : 1);
}
