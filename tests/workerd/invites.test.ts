import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { hueOf } from '../../protocol/hue';
import { ConversationSummary, Invite, InvitePreview, JoinRequest } from '../../protocol/records';
import { createApi } from '../../worker/http/api';
import { joinLobby } from '../../worker/messaging/join-lobby';
import { insertRequest } from '../../worker/store/groups/invites';
import { LOBBY_ID } from '../../worker/store/groups/lobby';
import { readInbox } from '../../worker/store/inbox';
import { Client, env, settle } from './people';
import { call, group, type Speaker, speaker } from './talk';

const at = (id: string, path = '') => `/api/conversations/${id}${path}`;

async function birds() {
  const [ann, ben, carol] = [await speaker('Ann'), await speaker('Ben'), await speaker('Carol')];
  return { ann, ben, carol, id: await group(ann, [ben]) };
}

async function link(owner: Speaker, id: string, limits: { expiresAt?: number; usesMax?: number } = {}): Promise<string> {
  const made = await call(owner, 'POST', at(id, '/invites'), limits);
  expect(made.status).toBe(201);
  expect(v.safeParse(v.strictObject({ invite: v.strictObject(Invite.entries) }), made.json).issues).toBeUndefined();
  return made.json.invite.code;
}

const join = (who: Speaker, code: string, body: unknown = {}) => call(who, 'POST', `/api/invites/${code}/join`, body);

describe('invites', () => {
  test('the holder of a link sees the group and joins with a system message', async () => {
    const { ann, carol, id } = await birds();
    const code = await link(ann, id);
    const a = await Client.connect(ann);
    const seen = await call(carol, 'GET', `/api/invites/${code}`);
    expect(v.safeParse(v.strictObject({ invite: v.strictObject(InvitePreview.entries) }), seen.json).issues).toBeUndefined();
    expect(seen.json.invite).toEqual({ code, title: 'Birds', hue: hueOf(id), memberCount: 2, approval: false });
    const done = await join(carol, code);
    expect(v.safeParse(v.strictObject({ conversation: v.strictObject(ConversationSummary.entries) }), done.json).issues).toBeUndefined();
    expect(done.json.conversation).toMatchObject({ id, memberCount: 3, role: 'member', unread: 0 });
    expect((await a.next('message')).message).toMatchObject({
      senderId: carol.id,
      body: { event: { event: 'joined', userIds: [carol.id], via: 'invite' } },
    });
    expect((await call(carol, 'GET', `/api/invites/${code}`)).json.invite.conversationId).toBe(id);
    expect((await join(carol, code)).json.conversation.id).toBe(id);
    expect((await call(ann, 'GET', at(id, '/invites'))).json.invites).toMatchObject([{ code, createdBy: ann.id, uses: 1 }]);
  });

  test('the holder of a link sees the chosen colour of the group', async () => {
    const { ann, carol, id } = await birds();
    const code = await link(ann, id);
    expect((await call(ann, 'PATCH', at(id), { hue: 120 })).status).toBe(200);
    expect((await call(carol, 'GET', `/api/invites/${code}`)).json.invite.hue).toBe(120);
  });

  test('expired, used-up, revoked and unknown codes are indistinguishable', async () => {
    const { ann, carol, id } = await birds();
    const [expired, once, revoked] = [
      await link(ann, id, { expiresAt: Date.now() - 1 }),
      await link(ann, id, { usesMax: 1 }),
      await link(ann, id),
    ];
    const none = await call(carol, 'GET', '/api/invites/none');
    expect([none.status, none.code]).toEqual([404, 'not_found']);
    expect((await call(ann, 'DELETE', at(id, `/invites/${revoked}`))).status).toBe(204);
    expect((await call(ann, 'DELETE', at(id, `/invites/${revoked}`))).code).toBe('not_found');
    expect((await join(await speaker(), once)).status).toBe(200);
    for (const code of [expired, once, revoked]) {
      expect(await call(carol, 'GET', `/api/invites/${code}`)).toEqual(none);
      expect(await join(carol, code)).toEqual(none);
    }
    expect((await call(ann, 'GET', at(id, '/invites'))).json.invites).toEqual([]);
  });

  test('a link for five users lets five of twenty in', async () => {
    const { ann, id } = await birds();
    const code = await link(ann, id, { usesMax: 5 });
    const many = await Promise.all(Array.from({ length: 20 }, () => speaker()));
    const answers = await Promise.all(many.map((who) => join(who, code)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([...Array(5).fill(200), ...Array(15).fill(404)]);
    expect((await call(ann, 'GET', at(id))).json.conversation.memberCount).toBe(7);
  });

  test('join requests reach the admins live, and are accepted or declined', async () => {
    const { ann, ben, carol, id } = await birds();
    const dan = await speaker('Dan');
    const code = await link(ann, id);
    await call(ann, 'PATCH', at(id), { approval: true });
    const [a, b, c] = [await Client.connect(ann), await Client.connect(ben), await Client.connect(carol)];
    for (const who of [carol, dan, carol]) {
      const asked = await join(who, code, { note: 'let me in' });
      expect([asked.status, asked.json]).toEqual([202, { requested: true }]);
    }
    expect((await a.next('conversation', (push) => push.conversation.requests === 2)).conversation.id).toBe(id);
    await settle();
    expect(b.of('conversation')).toEqual([]);
    expect((await call(carol, 'GET', `/api/invites/${code}`)).json.invite).toMatchObject({ approval: true, requested: true });
    const { json } = await call(ann, 'GET', at(id, '/requests'));
    expect(v.safeParse(v.strictObject({ requests: v.array(v.strictObject(JoinRequest.entries)) }), json).issues).toBeUndefined();
    expect(json.requests).toMatchObject([
      { user: { id: carol.id, name: 'Carol' }, note: 'let me in' },
      { user: { id: dan.id }, note: 'let me in' },
    ]);
    expect((await call(ben, 'POST', at(id, `/requests/${carol.id}/accept`))).code).toBe('not_allowed');
    expect((await call(ann, 'POST', at(id, `/requests/${carol.id}/accept`))).json.conversation.memberCount).toBe(3);
    expect((await c.next('conversation')).conversation).toMatchObject({ id, role: 'member' });
    expect((await call(ann, 'POST', at(id, `/requests/${carol.id}/accept`))).code).toBe('not_found');
    expect((await call(ann, 'DELETE', at(id, `/requests/${dan.id}`))).status).toBe(204);
    expect((await call(ann, 'DELETE', at(id, `/requests/${dan.id}`))).code).toBe('not_found');
    expect((await call(ann, 'GET', at(id))).json.conversation.requests).toBeUndefined();
    expect((await call(ann, 'GET', at(id, '/invites'))).json.invites[0].uses).toBe(2);
  });

  test.each([
    ['expired', 'expires_at = 2'],
    ['used up', 'uses_max = 1, uses = 1'],
    ['revoked', 'revoked_at = 2'],
  ])('a hundred links that are %s count no more, and do not stay', async (_, end) => {
    const { ann, carol, id } = await birds();
    for (let i = 0; i < 100; i++) await link(ann, id);
    expect((await call(ann, 'POST', at(id, '/invites'), {})).code).toBe('too_large');
    await env.DB.prepare(`UPDATE invites SET ${end} WHERE conversation_id = ?1`).bind(id).run();
    expect((await call(ann, 'GET', at(id, '/invites'))).json.invites).toEqual([]);
    const code = await link(ann, id);
    expect((await call(ann, 'GET', at(id, '/invites'))).json.invites).toMatchObject([{ code }]);
    expect((await join(carol, code)).status).toBe(200);
    const kept = await env.DB.prepare('SELECT count(*) AS n FROM invites WHERE conversation_id = ?1').bind(id).first();
    expect(kept).toEqual({ n: 1 });
  });

  test('limits', async () => {
    const { ann, carol, id } = await birds();
    for (const bad of [{ usesMax: 0 }, { usesMax: 1.5 }, { usesMax: 10_001 }, { expiresAt: 'soon' }])
      expect((await call(ann, 'POST', at(id, '/invites'), bad)).code).toBe('bad_request');
    const code = await link(ann, id);
    expect((await join(carol, code, { note: 'x'.repeat(201) })).code).toBe('bad_request');
    for (let i = 1; i < 100; i++) await link(ann, id);
    expect((await call(ann, 'POST', at(id, '/invites'), {})).code).toBe('too_large');
  });
});

describe('lobby', () => {
  test('a new user has joined before the response', async () => {
    const body = JSON.stringify({
      email: `${crypto.randomUUID()}@example.com`,
      password: 'a long password',
      name: 'New',
      transport: 'bearer',
    });
    const request = new Request('https://magpie.test/api/auth/sign-up', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const context = createExecutionContext();
    const answer = await createApi().fetch(request, { ...env, LOBBY: 'Lobby' }, context);
    const { user } = await answer.json<{ user: { id: string } }>();
    expect(answer.status).toBe(201);
    expect((await readInbox(env.DB, user.id, undefined)).conversations).toMatchObject([{ id: LOBBY_ID, title: 'Lobby', role: 'owner' }]);
    await waitOnExecutionContext(context);
    await env.DB.batch(
      ['entries', 'memberships'].map((table) => env.DB.prepare(`DELETE FROM ${table} WHERE conversation_id = ?`).bind(LOBBY_ID)),
    );
    await env.DB.prepare('DELETE FROM conversations WHERE id = ?').bind(LOBBY_ID).run();
  });

  test('every new user joins with a system message; the first owns it; a user who left stays out', async () => {
    const settings = { DB: env.DB, USER_HUB: env.USER_HUB, LOBBY: '大厅' };
    const [ann, ben] = [await speaker('Ann'), await speaker('Ben')];
    const work: Promise<unknown>[] = [];
    const background = (one: Promise<unknown>) => work.push(one);
    await joinLobby({ ...settings, LOBBY: '' }, ann.id, background);
    expect((await call(ann, 'GET', at(LOBBY_ID))).code).toBe('not_found');
    await joinLobby(settings, ann.id, background);
    const a = await Client.connect(ann);
    await joinLobby(settings, ben.id, background);
    expect((await a.next('message')).message).toMatchObject({
      senderId: ben.id,
      body: { event: { event: 'joined', userIds: [ben.id], via: 'lobby' } },
    });
    expect((await call(ann, 'GET', at(LOBBY_ID))).json.conversation).toMatchObject({ title: '大厅', role: 'owner', memberCount: 2 });
    expect((await call(ben, 'GET', at(LOBBY_ID))).json.conversation).toMatchObject({ role: 'member', unread: 0, lastSeq: 2 });
    expect((await call(ben, 'GET', at(LOBBY_ID, '/messages'))).json.messages.length).toBe(2);
    await call(ben, 'DELETE', at(LOBBY_ID, `/members/${ben.id}`));
    await joinLobby(settings, ben.id, background);
    await joinLobby(settings, ann.id, background);
    expect((await call(ann, 'GET', at(LOBBY_ID))).json.conversation.memberCount).toBe(1);
    const crowd = await Promise.all(Array.from({ length: 20 }, () => speaker()));
    await Promise.all(crowd.map((who) => joinLobby(settings, who.id, background)));
    expect((await call(ann, 'GET', at(LOBBY_ID))).json.conversation.memberCount).toBe(21);
    await Promise.all(work);
  });
});

test('a request to a group that has just stopped requiring approval is not kept', async () => {
  const [ann, carol] = [await speaker('Ann'), await speaker('Carol')];
  const id = await group(ann, []);
  const { code } = (await call(ann, 'POST', `/api/conversations/${id}/invites`, {})).json.invite;
  expect(await insertRequest(env.DB, id, carol.id, code, null)).toMatchObject({ isNew: false, isPending: false });
  await call(ann, 'PATCH', `/api/conversations/${id}`, { approval: true });
  expect(await insertRequest(env.DB, id, carol.id, code, null)).toMatchObject({ isNew: true, isPending: true });
  expect(await insertRequest(env.DB, id, carol.id, code, null)).toMatchObject({ isNew: false, isPending: true });
});
