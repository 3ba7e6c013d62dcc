import { describe, expect, test } from 'vitest';
import type { Member } from '../../protocol/records';
import { writeNameParts } from '../../worker/store/people/name-parts';
import { planWatchers, toWatchers } from '../../worker/store/people/presence';
import { at, people, role } from './groups';
import { Client, env, person } from './people';
import { call, group, type Speaker, speaker } from './talk';

/** Adds this many members to the group directly in D1. */
async function crowd(id: string, size: number): Promise<void> {
  await env.DB.batch([
    env.DB.prepare(
      `WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < ?2)
      INSERT INTO users (id, email, name, name_key, password_hash, created_at, updated_at) SELECT printf('%s-%05d', ?1, i), ?1 || i, 'c', 'c', '', 1, 1 FROM k`,
    ).bind(id, size),
    env.DB.prepare(
      `INSERT INTO memberships (conversation_id, user_id, role, joined_at, changed_at)
      SELECT ?1, id, 'member', 1, 1 FROM users WHERE id > ?1 || '-' AND id < ?1 || '-:'`,
    ).bind(id),
    env.DB.prepare('UPDATE conversations SET member_count = member_count + ?2 WHERE id = ?1').bind(id, size),
  ]);
}

async function pageAfter(who: Speaker, id: string, next: string | undefined, limit: number) {
  const { json, status } = await call(who, 'GET', at(id, `/members?limit=${limit}${next === undefined ? '' : `&after=${next}`}`));
  expect(status).toBe(200);
  return json as { members: Member[]; hasMore: boolean; next?: string };
}

async function all(who: Speaker, id: string, limit: number): Promise<Member[]> {
  const found: Member[] = [];
  for (let next: string | undefined, more = true; more; ) {
    const page = await pageAfter(who, id, next, limit);
    found.push(...page.members);
    expect(page.next !== undefined).toBe(page.hasMore);
    next = page.next;
    more = page.hasMore;
  }
  return found;
}

test.each(['林', '晓', 'linxiao', 'xiao', 'lx'])('a member is found by %s', async (q) => {
  const ann = await speaker('Ann');
  const [lin, zoe] = await people('林晓', 'Zoe');
  await env.DB.batch(writeNameParts(env.DB, lin.id, '林晓'));
  const id = await group(ann, [lin, zoe]);
  const { json } = await call(ann, 'GET', at(id, `/members?q=${encodeURIComponent(q)}`));
  expect((json.members as Member[]).map(({ userId }) => userId)).toEqual([lin.id]);
});

describe('the members of a large group', () => {
  test('SYNC-5 pages list every member once, owner and admins first', async () => {
    const ann = await speaker('Ann');
    const [zoe, yan] = await people('Zoe', 'Yan');
    const id = await group(ann, [zoe, yan]);
    await crowd(id, 1200);
    for (const admin of [zoe, yan]) await role(ann, id, admin, 'admin');
    const found = await all(ann, id, 100);
    expect([found.length, new Set(found.map(({ userId }) => userId)).size]).toEqual([1203, 1203]);
    expect(found.slice(0, 3).map((member) => [member.userId, member.role])).toEqual([
      [ann.id, 'owner'],
      ...[zoe.id, yan.id].sort().map((userId) => [userId, 'admin']),
    ]);
    const plain = found.slice(3).map(({ userId }) => userId);
    expect(plain).toEqual([...plain].sort());
  });

  test('pages may hold one member, and may start after an id alone', async () => {
    const [ann, ben, cleo, dan] = await people('Ann', 'Ben', 'Cleo', 'Dan');
    const id = await group(ann, [ben, cleo, dan]);
    await role(ann, id, dan, 'admin');
    const expected = [ann.id, dan.id, ...[ben.id, cleo.id].sort()];
    expect((await all(ben, id, 1)).map(({ userId }) => userId)).toEqual(expected);
    for (const [i, userId] of expected.entries())
      expect((await pageAfter(ben, id, userId, 10)).members.map((member) => member.userId)).toEqual(expected.slice(i + 1));
  });

  test('go on from the same place when the last one shown loses their role', async () => {
    const [ann, ben, cleo, dan] = await people('Ann', 'Ben', 'Cleo', 'Dan');
    const id = await group(ann, [ben, cleo, dan]);
    for (const admin of [ben, cleo]) await role(ann, id, admin, 'admin');
    const [first, second] = [ben.id, cleo.id].sort();
    const { next, members } = await pageAfter(dan, id, undefined, 2);
    expect(members.at(-1)?.userId).toBe(first);
    await role(ann, id, first === ben.id ? ben : cleo, 'member');
    const rest = (await pageAfter(dan, id, next, 10)).members.map(({ userId }) => userId);
    expect(rest[0]).toBe(second);
    expect(rest).toContain(dan.id);
  });

  test.each(['', 'a.b.c', 'boss.x', '.x', 'admin.', 'a b'])('I2 no place: "%s"', async (after) => {
    const ann = await speaker('Ann');
    const id = await group(ann, [await person('Ben')]);
    expect((await call(ann, 'GET', at(id, `/members?after=${encodeURIComponent(after)}`))).code).toBe('bad_request');
  });
});

test('FAN-6 a user with more than 500 contacts reaches all who are online', async () => {
  const ann = await person('Ann');
  await env.DB.batch([
    env.DB.prepare(
      `WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 700)
      INSERT INTO users (id, email, name, name_key, password_hash, created_at, updated_at) SELECT printf('0%s-%05d', ?1, i), ?1 || i, 'c', 'c', '', 1, 1 FROM k`,
    ).bind(ann.id),
    env.DB.prepare(
      `INSERT INTO contacts (user_id, peer_id, state, created_at) SELECT ?1, id, 'accepted', 1 FROM users WHERE id > '0' || ?1 AND id < '0' || ?1 || '-:'`,
    ).bind(ann.id),
  ]);
  const zoe = await person('Zoe');
  await env.DB.prepare(`INSERT INTO contacts (user_id, peer_id, state, created_at) VALUES (?1, ?2, 'accepted', 1), (?2, ?1, 'accepted', 1)`)
    .bind(ann.id, zoe.id)
    .run();
  const z = await Client.connect(zoe);
  expect(toWatchers(await planWatchers(env.DB, ann.id).all())).toEqual([zoe.id]);
  await Client.connect(ann);
  expect(await z.next('presence')).toMatchObject({ userId: ann.id, online: true });
});
