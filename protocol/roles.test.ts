import { describe, expect, test } from 'vitest';
import { RECALL_WINDOW_MS } from './limits';
import type { Role } from './roles';
import { type Capability, can, mayGrant, mayRecall, mayRemove, mayWrite, ROLES } from './roles';

/** The table again, written independently: which roles have the right in a group, and whether it exists in a direct conversation. */
const ALL: Record<Capability, readonly [group: readonly Role[], direct: boolean]> = {
  send: [['member', 'admin', 'owner'], true],
  sendWhileMutedAll: [['admin', 'owner'], true],
  pin: [['admin', 'owner'], true],
  invite: [['member', 'admin', 'owner'], false],
  remove: [['admin', 'owner'], false],
  rename: [['admin', 'owner'], false],
  announce: [['admin', 'owner'], false],
  recallOthers: [['admin', 'owner'], false],
  mentionAll: [['admin', 'owner'], false],
  muteAll: [['admin', 'owner'], false],
  settings: [['admin', 'owner'], false],
  link: [['admin', 'owner'], false],
  approve: [['admin', 'owner'], false],
  removeAdmin: [['owner'], false],
  setRole: [['owner'], false],
  transfer: [['owner'], false],
  dissolve: [['owner'], false],
};

test.each(Object.entries(ALL) as [Capability, (typeof ALL)[Capability]][])('Z1 %s is granted to %j', (capability, [roles, direct]) => {
  expect((['member', 'admin', 'owner'] as const).filter((role) => can({ kind: 'group', role }, capability))).toEqual(roles);
  expect(can({ kind: 'direct', role: 'member' }, capability)).toBe(direct);
});

const group = (role: Role) => ({ kind: 'group', role }) as const;

describe('Z1 rights over others', () => {
  test.each([
    ['owner', 'admin', true],
    ['owner', 'member', true],
    ['owner', 'owner', false],
    ['admin', 'owner', false],
    ['admin', 'admin', false],
    ['admin', 'member', true],
    ['member', 'member', false],
  ] as const)('may %s remove %s: %s', (actor, target, expected) => {
    expect(mayRemove(group(actor), target)).toBe(expected);
  });

  test('only the owner grants roles, and the role of the owner is never changed', () => {
    for (const actor of ROLES)
      for (const target of ROLES)
        for (const wanted of ROLES)
          expect([actor, target, wanted, mayGrant(group(actor), target, wanted)]).toEqual([
            actor,
            target,
            wanted,
            actor === 'owner' && target !== 'owner' && target !== wanted,
          ]);
  });

  test('an author may recall for two minutes; in groups an admin may recall any message at any time', () => {
    const at = (mine: boolean, age: number) => ({ message: { mine, createdAt: 1_000_000 - age }, now: 1_000_000 });
    const may = (role: Role, mine: boolean, age: number, kind: 'direct' | 'group' = 'group') => {
      const { message, now } = at(mine, age);
      return mayRecall({ kind, role }, message, now);
    };
    expect(may('member', true, RECALL_WINDOW_MS - 1)).toBe(true);
    expect(may('member', true, RECALL_WINDOW_MS)).toBe(false);
    expect(may('member', false, 0)).toBe(false);
    expect(may('admin', false, RECALL_WINDOW_MS * 10)).toBe(true);
    expect(may('admin', true, RECALL_WINDOW_MS * 10)).toBe(true);
    expect(may('member', true, 0, 'direct')).toBe(true);
    expect(may('member', false, 0, 'direct')).toBe(false);
  });

  test('members may not write while only admins may', () => {
    expect(ROLES.filter((role) => mayWrite({ ...group(role), mutedAll: true }))).toEqual(['owner', 'admin']);
    expect(ROLES.filter((role) => mayWrite(group(role)))).toEqual(['owner', 'admin', 'member']);
    expect(mayWrite({ kind: 'direct', role: 'member' })).toBe(true);
  });
});
