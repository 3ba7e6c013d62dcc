import { Client } from './people';
import { block, call, group, type Speaker, speaker } from './talk';

/** The caller's relation to one group. `blocked`: a stranger whom the owner has blocked. */
export const WHO = ['anonymous', 'stranger', 'blocked', 'ex', 'member', 'admin', 'owner'] as const;
export type Who = (typeof WHO)[number];
/** `ok`, or the code of the refusal; `nothing` for frames that are answered by nothing, and tell nobody anything. */
export type Outcome = string;
export type Outcomes = Readonly<Record<Who, Outcome>>;

/** Texts sent while the ex-member was a member, and after they left. */
export const BEFORE = 'SAID-BEFORE';
export const AFTER = 'SAID-AFTER';

export interface Scene {
  readonly people: Readonly<Record<Exclude<Who, 'anonymous'>, Speaker>>;
  /** A member to act on, a user to add, a user with a join request. */
  readonly target: Speaker;
  readonly newcomer: Speaker;
  readonly asker: Speaker;
  readonly id: string;
  /** The seq of the message of the asking member, or of the owner's first one. */
  readonly seq: number;
  readonly code: string;
}

export async function scene(): Promise<Scene> {
  const names = ['stranger', 'blocked', 'ex', 'member', 'admin', 'owner', 'target', 'newcomer', 'asker'] as const;
  const made = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await speaker(name)] as const)));
  const who = (name: (typeof names)[number]): Speaker => {
    const one = made[name];
    if (!one) throw new Error(name);
    return one;
  };
  const owner = who('owner');
  const id = await group(owner, [who('ex'), who('member'), who('admin'), who('target')], 'TITLE-BEFORE');
  const at = (path = '') => `/api/conversations/${id}${path}`;
  const client = await Client.connect(owner);
  const say = async (text: string) => {
    const clientMsgId = client.say(id, text);
    return (await client.next('sendAck', (ack) => ack.clientMsgId === clientMsgId)).seq;
  };
  const seq = await say(BEFORE);
  await call(owner, 'PATCH', at(`/members/${who('admin').id}`), { role: 'admin' });
  const { code } = (await call(owner, 'POST', at('/invites'), {})).json.invite;
  await call(owner, 'PATCH', at(), { approval: true });
  await call(who('asker'), 'POST', `/api/invites/${code}/join`, {});
  await call(owner, 'PATCH', at(), { approval: false });
  await call(owner, 'DELETE', at(`/members/${who('ex').id}`));
  await say(AFTER);
  await call(owner, 'PATCH', at(), { title: AFTER, announcement: AFTER });
  await block(owner, who('blocked'));
  client.socket.close(1000, 'done');
  const people = { stranger: who('stranger'), blocked: who('blocked'), ex: who('ex'), member: who('member'), admin: who('admin'), owner };
  return { people, target: who('target'), newcomer: who('newcomer'), asker: who('asker'), id, seq, code };
}

/** The texts that a user must not see in anything that reaches them. */
export function leaks(who: Who, text: string): string[] {
  const hidden = who === 'member' || who === 'admin' || who === 'owner' ? [] : who === 'ex' ? [AFTER] : [BEFORE, AFTER, 'TITLE-BEFORE'];
  return hidden.filter((secret) => text.includes(secret));
}
