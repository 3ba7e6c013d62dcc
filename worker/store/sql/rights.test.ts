import { expect, test } from 'vitest';
import type { Role } from '../../../protocol/roles';
import { type Capability, can, mayGrant, mayRemove, ROLES, rankOf } from '../../../protocol/roles';
import { env } from '../../../tests/workerd/people';
import { MAY_REMOVE, mayGrantSql, maySql, rankSql, rolesWith } from './rights';

const CAPABILITIES = Object.keys({
  send: 0,
  sendWhileMutedAll: 0,
  pin: 0,
  recallOthers: 0,
  mentionAll: 0,
  invite: 0,
  remove: 0,
  removeAdmin: 0,
  rename: 0,
  announce: 0,
  muteAll: 0,
  settings: 0,
  link: 0,
  approve: 0,
  setRole: 0,
  transfer: 0,
  dissolve: 0,
} satisfies Record<Capability, 0>) as Capability[];

test('Z1 SQL and table agree on every role, capability and kind of conversation', async () => {
  const columns = CAPABILITIES.map(
    (capability) => `${maySql(capability)} AS ${capability}, m.role IN ${rolesWith(capability)} AS ${capability}Listed`,
  );
  const { results } = await env.DB.prepare(
    `SELECT c.kind, m.role, ${columns.join(', ')} FROM (SELECT 'group' AS kind UNION ALL SELECT 'direct') c
      CROSS JOIN (SELECT value AS role FROM json_each(?1)) m`,
  )
    .bind(JSON.stringify(ROLES))
    .all<Record<string, number> & { kind: 'direct' | 'group'; role: Role }>();
  expect(results.length).toBe(6);
  for (const { kind, role, ...may } of results)
    for (const capability of CAPABILITIES) {
      expect([kind, role, capability, may[capability] === 1]).toEqual([kind, role, capability, can({ kind, role }, capability)]);
      expect(may[`${capability}Listed`] === 1).toBe(can({ kind: 'group', role }, capability));
    }
});

test('Z1 SQL and table agree on which roles may remove members and grant roles', async () => {
  const { results } = await env.DB.prepare(
    `SELECT m.role AS actor, t.role AS target, w.role AS wanted, ${MAY_REMOVE} AS removes, ${mayGrantSql('w.role')} AS grants, ${rankSql('t.role')} AS rank
      FROM (SELECT value AS role FROM json_each(?1)) m CROSS JOIN (SELECT value AS role FROM json_each(?1)) t CROSS JOIN (SELECT value AS role FROM json_each(?1)) w`,
  )
    .bind(JSON.stringify(ROLES))
    .all<{ actor: Role; target: Role; wanted: Role } & Record<'removes' | 'grants' | 'rank', number>>();
  expect(results.length).toBe(27);
  for (const { actor, target, wanted, removes, grants, rank } of results) {
    const place = { kind: 'group', role: actor } as const;
    expect([actor, target, wanted, removes === 1, grants === 1, rank]).toEqual([
      actor,
      target,
      wanted,
      mayRemove(place, target),
      mayGrant(place, target, wanted),
      rankOf(target),
    ]);
  }
});
