import type { Role } from './records';

/** What a member may do in a group; HTTP and socket ask this one table, and never which role somebody has. */
export type Capability =
  | 'send'
  | 'sendWhileMutedAll'
  | 'invite'
  | 'remove'
  | 'removeAdmin'
  | 'rename'
  | 'announce'
  | 'setRole'
  | 'transfer'
  | 'dissolve'
  | 'pin'
  | 'recallOthers'
  | 'mentionAll'
  | 'muteAll'
  | 'settings'
  | 'link'
  | 'approve';

const MEMBER: readonly Capability[] = ['send', 'invite'];
const ADMIN: readonly Capability[] = [
  ...MEMBER,
  'sendWhileMutedAll',
  'remove',
  'rename',
  'announce',
  'pin',
  'recallOthers',
  'mentionAll',
  'muteAll',
  'settings',
  'link',
  'approve',
];
const OWNER: readonly Capability[] = [...ADMIN, 'removeAdmin', 'setRole', 'transfer', 'dissolve'];

const TABLE: Readonly<Record<Role, ReadonlySet<Capability>>> = {
  member: new Set(MEMBER),
  admin: new Set(ADMIN),
  owner: new Set(OWNER),
};

export function can(role: Role, capability: Capability): boolean {
  return TABLE[role].has(capability);
}

/** The roles that have a capability, as an SQL list: for statements that check and change at once. */
export function rolesWith(capability: Capability): string {
  const roles = (['owner', 'admin', 'member'] as const).filter((role) => can(role, capability));
  return `(${roles.map((role) => `'${role}'`).join(', ')})`;
}
