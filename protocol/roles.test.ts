import { expect, test } from 'vitest';
import type { Role } from './records';
import { type Capability, can } from './roles';

const ALL: Record<Capability, readonly Role[]> = {
  send: ['member', 'admin', 'owner'],
  invite: ['member', 'admin', 'owner'],
  sendWhileMutedAll: ['admin', 'owner'],
  remove: ['admin', 'owner'],
  rename: ['admin', 'owner'],
  announce: ['admin', 'owner'],
  pin: ['admin', 'owner'],
  recallOthers: ['admin', 'owner'],
  mentionAll: ['admin', 'owner'],
  muteAll: ['admin', 'owner'],
  settings: ['admin', 'owner'],
  link: ['admin', 'owner'],
  approve: ['admin', 'owner'],
  removeAdmin: ['owner'],
  setRole: ['owner'],
  transfer: ['owner'],
  dissolve: ['owner'],
};

test.each(Object.entries(ALL) as [Capability, readonly Role[]][])('Z1 %s is for %j', (capability, roles) => {
  expect((['member', 'admin', 'owner'] as const).filter((role) => can(role, capability))).toEqual(roles);
});
