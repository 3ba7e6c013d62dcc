import type { Role } from '../../../protocol/roles';
import { type Capability, isForDirect, ROLES, rolesThatCan, TO_GRANT, TO_REMOVE } from '../../../protocol/roles';

const list = (roles: readonly Role[]): string => `(${roles.map((role) => `'${role}'`).join(', ')})`;

/** SQL: the roles that have a capability in a group, for statements that check and change at once. */
export function rolesWith(capability: Capability): string {
  return list(rolesThatCan(capability));
}

/** SQL: whether the member `m` of the conversation `c`, direct or group, has a capability. */
export function maySql(capability: Capability): string {
  return isForDirect(capability)
    ? `(c.kind = 'direct' OR m.role IN ${rolesWith(capability)})`
    : `(c.kind = 'group' AND m.role IN ${rolesWith(capability)})`;
}

/** SQL: whether the member `m` of a group may remove the member `t`. */
export const MAY_REMOVE = `(CASE t.role ${ROLES.map((role) => {
  const needed = TO_REMOVE[role];
  return `WHEN '${role}' THEN ${needed ? `m.role IN ${rolesWith(needed)}` : '0'}`;
}).join(' ')} END)`;

/** SQL: whether the member `m` of a group may give the role `wanted` (an SQL expression) to the member `t`. */
export function mayGrantSql(wanted: string): string {
  const cases = ROLES.map((role) => `WHEN '${role}' THEN m.role IN ${rolesWith(TO_GRANT[role])}`);
  return `(t.role <> ${wanted} AND t.role NOT IN ${rolesWith('transfer')} AND CASE ${wanted} ${cases.join(' ')} END)`;
}

/** SQL: a sort key for roles, highest first. */
export function rankSql(role: string): string {
  return `CASE ${role} ${ROLES.map((ranked, rank) => `WHEN '${ranked}' THEN ${rank}`).join(' ')} END`;
}
