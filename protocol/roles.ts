import * as v from 'valibot';
import { RECALL_WINDOW_MS } from './limits';

/** The roles in a group, highest first. In a direct conversation both people are members. */
export const ROLES = ['owner', 'admin', 'member'] as const;
export const LOWEST_ROLE: Role = 'member';

export const Role = v.picklist(ROLES);
export type Role = v.InferOutput<typeof Role>;

interface Right {
  /** The lowest role that has the right in a group. */
  readonly group: Role;
  /** Whether both people in a direct conversation have it. */
  readonly direct: boolean;
}

/** The rights of each role. Server and web app ask this table through `can` or the functions below, and never compare roles. */
const RIGHTS = {
  send: { group: 'member', direct: true },
  sendWhileMutedAll: { group: 'admin', direct: true },
  pin: { group: 'admin', direct: true },
  recallOthers: { group: 'admin', direct: false },
  mentionAll: { group: 'admin', direct: false },
  invite: { group: 'member', direct: false },
  remove: { group: 'admin', direct: false },
  removeAdmin: { group: 'owner', direct: false },
  rename: { group: 'admin', direct: false },
  announce: { group: 'admin', direct: false },
  muteAll: { group: 'admin', direct: false },
  settings: { group: 'admin', direct: false },
  link: { group: 'admin', direct: false },
  approve: { group: 'admin', direct: false },
  setRole: { group: 'owner', direct: false },
  transfer: { group: 'owner', direct: false },
  dissolve: { group: 'owner', direct: false },
} as const satisfies Record<string, Right>;

export type Capability = keyof typeof RIGHTS;

/** A member's place in a conversation. */
export interface Place {
  readonly kind: 'direct' | 'group';
  readonly role: Role;
}

/** The rank of a role, 0 for the highest. */
export function rankOf(role: Role): number {
  return ROLES.indexOf(role);
}

export function can({ kind, role }: Place, capability: Capability): boolean {
  const { group, direct } = RIGHTS[capability];
  return kind === 'direct' ? direct : rankOf(role) <= rankOf(group);
}

/** The roles that have a capability in a group. */
export function rolesThatCan(capability: Capability): readonly Role[] {
  return ROLES.filter((role) => can({ kind: 'group', role }, capability));
}

/** Whether a capability exists in direct conversations, where both people have it. */
export function isForDirect(capability: Capability): boolean {
  return RIGHTS[capability].direct;
}

/** The capability needed to remove a member with this role; null: nobody may. */
export const TO_REMOVE: Readonly<Record<Role, Capability | null>> = { owner: null, admin: 'removeAdmin', member: 'remove' };

/** The capability needed to grant this role. Using `transfer` hands the owner's own role over. */
export const TO_GRANT: Readonly<Record<Role, Capability>> = { owner: 'transfer', admin: 'setRole', member: 'setRole' };

/** The role of a member after each of these commands. */
export const ROLE_AFTER = {
  making: 'owner',
  joining: 'member',
  leaving: 'member',
  takingOver: 'owner',
  handingOver: 'admin',
} as const satisfies Record<string, Role>;

export function mayRemove(actor: Place, target: Role): boolean {
  const needed = TO_REMOVE[target];
  return needed !== null && can(actor, needed);
}

/** Whether `actor` may give the role `wanted` to another member, whose role is `target`. */
export function mayGrant(actor: Place, target: Role, wanted: Role): boolean {
  return target !== wanted && can(actor, TO_GRANT[wanted]) && !can({ kind: 'group', role: target }, 'transfer');
}

/** Whether a member may write, react and change messages. `mutedAll` limits that to some roles. */
export function mayWrite(place: Place & { readonly mutedAll?: boolean | undefined }): boolean {
  return can(place, place.mutedAll === true ? 'sendWhileMutedAll' : 'send');
}

/** Whether a member may recall a message at the time `now` (epoch ms): authors for two minutes, others by right. */
export function mayRecall(place: Place, message: { readonly mine: boolean; readonly createdAt: number }, now: number): boolean {
  return (message.mine && now - message.createdAt < RECALL_WINDOW_MS) || can(place, 'recallOthers');
}
