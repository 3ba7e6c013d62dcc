import { describe, expect, test } from 'vitest';
import { Up } from '../../protocol/up';
import { createApi } from '../../worker/http/api';
import { Client, direct, env, settle } from './people';
import { block, call, group, type Speaker, speaker } from './talk';

/** Who asks, seen from one group. `blocked`: a stranger whom the owner has blocked. */
const WHO = ['anonymous', 'stranger', 'blocked', 'ex', 'member', 'admin', 'owner'] as const;
type Who = (typeof WHO)[number];
/** `ok`, or the code of the refusal; `nothing` for frames that are answered by nothing, and tell nobody anything. */
type Outcome = string;
type Outcomes = Readonly<Record<Who, Outcome>>;

/** Said while the ex-member was in, and after they had gone. */
const BEFORE = 'SAID-BEFORE';
const AFTER = 'SAID-AFTER';

interface Scene {
  readonly people: Readonly<Record<Exclude<Who, 'anonymous'>, Speaker>>;
  /** A member to act upon, somebody to take in, somebody who waits. */
  readonly target: Speaker;
  readonly newcomer: Speaker;
  readonly asker: Speaker;
  readonly id: string;
  /** The seq of the message of the asking member, or of the owner's first one. */
  readonly seq: number;
  readonly code: string;
}

async function scene(): Promise<Scene> {
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

/** What outsiders get; the rest is the row's own. */
const inside = (member: Outcome, admin: Outcome, owner: Outcome, ex: Outcome = 'not_member'): Outcomes => ({
  anonymous: 'unauthenticated',
  stranger: 'not_found',
  blocked: 'not_found',
  ex,
  member,
  admin,
  owner,
});
const members = (ex?: Outcome) => inside('ok', 'ok', 'ok', ex);
const admins = inside('not_allowed', 'ok', 'ok');
const ownerOnly = inside('not_allowed', 'not_allowed', 'ok');
const signedIn: Outcomes = {
  anonymous: 'unauthenticated',
  stranger: 'ok',
  blocked: 'ok',
  ex: 'ok',
  member: 'ok',
  admin: 'ok',
  owner: 'ok',
};

interface Route {
  readonly path?: (scene: Scene) => string;
  readonly body?: (scene: Scene) => unknown;
  readonly outcomes: Outcomes;
}

const of =
  (rest: (scene: Scene) => string = () => '') =>
  (s: Scene) =>
    `/api/conversations/${s.id}${rest(s)}`;
const targeted = of((s) => `/members/${s.target.id}`);

/** One row for each route of the app that concerns conversations. */
const ROUTES: Readonly<Record<string, Route>> = {
  'POST /api/conversations': {
    path: () => '/api/conversations',
    body: (s) => ({ kind: 'direct', userId: s.newcomer.id }),
    outcomes: signedIn,
  },
  'GET /api/conversations/:id': { path: of(), outcomes: members('ok') },
  'GET /api/conversations/:id/messages': { path: of(() => '/messages'), outcomes: members('ok') },
  'PATCH /api/conversations/:id': { path: of(), body: () => ({ title: 'New', history: 'all', hue: 1 }), outcomes: admins },
  'DELETE /api/conversations/:id': { path: of(), outcomes: ownerOnly },
  'GET /api/conversations/:id/members': { path: of(() => '/members'), outcomes: members() },
  'POST /api/conversations/:id/members': { path: of(() => '/members'), body: (s) => ({ userIds: [s.newcomer.id] }), outcomes: members() },
  'PATCH /api/conversations/:id/members/:userId': { path: targeted, body: () => ({ role: 'admin' }), outcomes: ownerOnly },
  'DELETE /api/conversations/:id/members/:userId': { path: targeted, outcomes: admins },
  'PATCH /api/conversations/:id/membership': { path: of(() => '/membership'), body: () => ({ pinned: true }), outcomes: members() },
  'DELETE /api/conversations/:id/history': { path: of(() => '/history'), outcomes: members('ok') },
  'DELETE /api/conversations/:id/messages/:seq': { path: of((s) => `/messages/${s.seq}`), outcomes: members('ok') },
  'GET /api/conversations/:id/messages/:seq/readers': { path: of((s) => `/messages/${s.seq}/readers`), outcomes: members('not_found') },
  'POST /api/conversations/:id/invites': { path: of(() => '/invites'), body: () => ({}), outcomes: admins },
  'GET /api/conversations/:id/invites': { path: of(() => '/invites'), outcomes: admins },
  'DELETE /api/conversations/:id/invites/:code': { path: of((s) => `/invites/${s.code}`), outcomes: admins },
  'GET /api/conversations/:id/requests': { path: of(() => '/requests'), outcomes: admins },
  'POST /api/conversations/:id/requests/:userId/accept': {
    path: of((s) => `/requests/${s.asker.id}/accept`),
    body: () => ({}),
    outcomes: admins,
  },
  'DELETE /api/conversations/:id/requests/:userId': { path: of((s) => `/requests/${s.asker.id}`), outcomes: admins },
  // Who holds a link may see its title and come in, whoever they are.
  'GET /api/invites/:code': { path: (s) => `/api/invites/${s.code}`, outcomes: signedIn },
  'POST /api/invites/:code/join': { path: (s) => `/api/invites/${s.code}/join`, body: () => ({}), outcomes: signedIn },
  'GET /api/sync': { path: () => '/api/sync', outcomes: signedIn },
  'GET /api/drafts': { path: () => '/api/drafts', outcomes: signedIn },
};

/** Routes that know no conversation: only that nobody unknown gets in is asked of them here; `null` where that is their purpose. */
const ELSEWHERE: Readonly<Record<string, string | null>> = {
  'POST /api/auth/sign-up': null,
  'POST /api/auth/sign-in': null,
  'POST /api/auth/sign-out': 'unauthenticated',
  'GET /api/auth/session': 'unauthenticated',
  'GET /api/auth/sessions': 'unauthenticated',
  'DELETE /api/auth/sessions/:id': 'unauthenticated',
  'POST /api/auth/password': 'unauthenticated',
  'GET /api/users': 'unauthenticated',
  'GET /api/users/me': 'unauthenticated',
  'GET /api/users/:id': 'unauthenticated',
  'PATCH /api/users/me': 'unauthenticated',
  'GET /api/contacts': 'unauthenticated',
  'POST /api/contacts': 'unauthenticated',
  'POST /api/contacts/:userId/accept': 'unauthenticated',
  'DELETE /api/contacts/:userId': 'unauthenticated',
  'PATCH /api/contacts/:userId': 'unauthenticated',
  'PUT /api/contacts/:userId/block': 'unauthenticated',
  'DELETE /api/contacts/:userId/block': 'unauthenticated',
  // An upgrade is asked for first.
  'GET /api/ws': 'upgrade_required',
};

interface FrameRow {
  /** Sends the frame as this person and says what came of it. */
  readonly run: (scene: Scene, client: Client) => Promise<Outcome>;
  readonly outcomes: Outcomes;
}

const answered = async (client: Client, clientMsgId: string): Promise<Outcome> => {
  const answer = await client.until(() =>
    client.frames.find((frame) => (frame.type === 'sendAck' || frame.type === 'error') && frame.clientMsgId === clientMsgId),
  );
  return answer.type === 'error' ? answer.code : 'ok';
};

/** Whether somebody who is in hears of what another does. */
async function heard(s: Scene, does: () => void, what: (listener: Client) => unknown): Promise<Outcome> {
  const listener = await Client.connect(s.target);
  does();
  for (let i = 0; i < 10; i++) {
    await settle(10);
    if (what(listener)) return 'ok';
  }
  return 'nothing';
}

const quiet = (member: Outcome, ex: Outcome = 'nothing'): Outcomes => ({
  anonymous: 'unauthenticated',
  stranger: 'nothing',
  blocked: 'nothing',
  ex,
  member,
  admin: member,
  owner: member,
});

/** One row for each frame that travels up. */
const FRAMES: Readonly<Record<Up['type'], FrameRow>> = {
  hello: { run: async () => 'ok', outcomes: signedIn },
  send: { run: (s, client) => answered(client, client.say(s.id, 'hi')), outcomes: members() },
  change: {
    run: (s, client) => {
      const clientMsgId = crypto.randomUUID();
      client.send({ type: 'change', clientMsgId, conversationId: s.id, change: { kind: 'pin', targetSeq: s.seq, on: true } });
      return answered(client, clientMsgId);
    },
    outcomes: admins,
  },
  messageAck: {
    run: async (_, client) => {
      client.send({ type: 'messageAck', tid: 0 });
      await settle(20);
      return client.closed ? 'closed' : 'ok';
    },
    outcomes: signedIn,
  },
  read: {
    run: (s, client) =>
      heard(
        s,
        () => client.send({ type: 'read', conversationId: s.id, seq: s.seq + 100 }),
        (listener) => listener.of('receipt')[0],
      ),
    // What one who is out has read until then may still be told.
    outcomes: quiet('ok', 'ok'),
  },
  typing: {
    run: (s, client) =>
      heard(
        s,
        () => client.send({ type: 'typing', conversationId: s.id }),
        (listener) => listener.of('typing')[0],
      ),
    outcomes: quiet('ok'),
  },
  draft: {
    run: async (s, client) => {
      const draft = { conversationId: s.id, version: 1, text: 'half a thought' };
      return heard(
        s,
        () => client.send({ type: 'draft', ...draft }),
        (listener) => listener.frames.some((frame) => JSON.stringify(frame).includes('half a thought')),
      );
    },
    // Drafts are one's own: nobody else hears of them, members or not.
    outcomes: quiet('nothing'),
  },
  watch: {
    run: async (s, client) => {
      const owner = await Client.connect(s.people.owner);
      client.send({ type: 'watch', userIds: [s.people.owner.id] });
      await settle(60);
      owner.socket.close(1000, 'done');
      return client.of('presence').some((frame) => frame.userId === s.people.owner.id) ? 'ok' : 'nothing';
    },
    // The owner shows their presence to everyone, but not to whom they have blocked.
    outcomes: { ...signedIn, blocked: 'nothing' },
  },
  pull: {
    run: async (s, client) => {
      client.send({ type: 'pull', requestId: 'r', conversationId: s.id, afterSeq: 0 });
      const answer = await client.until(() =>
        client.frames.find((frame) => (frame.type === 'pulled' || frame.type === 'error') && frame.requestId === 'r'),
      );
      return answer.type === 'error' ? answer.code : 'ok';
    },
    outcomes: members('ok'),
  },
};

/** What somebody may not have seen, in anything that reached them. */
function leaks(who: Who, text: string): string[] {
  const hidden = who === 'member' || who === 'admin' || who === 'owner' ? [] : who === 'ex' ? [AFTER] : [BEFORE, AFTER, 'TITLE-BEFORE'];
  return hidden.filter((secret) => text.includes(secret));
}

/** Those who hold a link see its title, and those who join by it are members then. */
const BY_LINK = ['GET /api/invites/:code', 'POST /api/invites/:code/join'];

describe('access matrix', () => {
  const routes = [
    ...new Set(
      createApi()
        .routes.filter(({ method }) => method !== 'ALL')
        .map(({ method, path }) => `${method} ${path}`),
    ),
  ];

  test('every route of the app has a row, and every row a route', () => {
    expect([...Object.keys(ROUTES), ...Object.keys(ELSEWHERE)].sort()).toEqual(routes.sort());
  });

  test('every frame that travels up has a row', () => {
    expect(Object.keys(FRAMES).sort()).toEqual(Up.options.map((option) => option.entries.type.literal).sort());
  });

  test.each(Object.entries(ROUTES))('%s', { timeout: 30_000 }, async (name, { path, body, outcomes }) => {
    const [method = ''] = name.split(' ');
    await Promise.all(
      WHO.map(async (who) => {
        const s = await scene();
        const answer = await call(who === 'anonymous' ? undefined : s.people[who], method, path?.(s) ?? '', body?.(s));
        expect([who, answer.status < 300 ? 'ok' : answer.code]).toEqual([who, outcomes[who]]);
        if (!BY_LINK.includes(name)) expect([who, leaks(who, JSON.stringify(answer.json ?? ''))]).toEqual([who, []]);
        if (outcomes[who] === 'not_found')
          expect(answer).toEqual(await call(s.people.stranger, method, path?.({ ...s, id: 'none' }) ?? '', body?.(s)));
      }),
    );
  });

  test.each(Object.entries(ELSEWHERE))('%s', async (name, code) => {
    const [method = '', path = ''] = name.split(' ');
    const answer = await call(undefined, method, path.replace(/:\w+/g, 'x'), method === 'GET' || method === 'DELETE' ? undefined : {});
    expect(answer.code).toBe(code ?? 'bad_request');
  });

  test.each(Object.entries(FRAMES))('frame %s', { timeout: 30_000 }, async (_, { run, outcomes }) => {
    await Promise.all(
      WHO.map(async (who) => {
        const s = await scene();
        if (who === 'anonymous') {
          await expect(Client.open({ id: s.people.owner.id, sessionId: 'nobody' })).rejects.toThrow('401');
          return;
        }
        const client = await Client.connect(s.people[who]);
        expect([who, await run(s, client)]).toEqual([who, outcomes[who]]);
        expect([who, leaks(who, JSON.stringify(client.frames))]).toEqual([who, []]);
      }),
    );
  });
});

/** Fields that are the server's, on every write: none is believed, none is stored. */
const EXTRA = JSON.parse(
  `{"senderId":"X","userId2":"X","role":"owner","ownerId":"X","seq":99,"n":99,"id":"X","conversationId":"X","createdAt":1,"editedAt":1,
    "recalledAt":1,"pinnedAt":1,"dissolvedAt":1,"memberCount":9,"lastSeq":9,"lastN":9,"readSeq":9,"readN":9,"unread":9,"visibleAfterSeq":0,
    "leftSeq":0,"hidden":0,"countable":false,"clientMsgId":"X","uses":9,"revokedAt":1,"createdBy":"X","email":"x@y","__proto__":{"role":"owner"},
    "constructor":{"prototype":{"role":"owner"}}}`,
) as Record<string, unknown>;

describe('extra fields', () => {
  test('30 of them on every write change nothing', async () => {
    expect(Object.keys(EXTRA).length).toBe(30);
    const writes = Object.entries(ROUTES).filter(([name, { body }]) => body && !name.startsWith('GET'));
    for (const [name, { path, body }] of writes) {
      const [plain, laden] = [await scene(), await scene()];
      const method = name.split(' ')[0] ?? '';
      // What the request itself names stays; the rest is ballast.
      const send = async (s: Scene, extra: Record<string, unknown>) =>
        (await call(s.people.owner, method, path?.(s) ?? '', { ...extra, ...(body?.(s) as object) })).status;
      expect([name, await send(laden, EXTRA)]).toEqual([name, await send(plain, {})]);
      expect([name, await shape(laden)]).toEqual([name, await shape(plain)]);
    }
  });

  test('a frame’s sender, seq and times are the server’s', async () => {
    const [ann, ben] = [await speaker(), await speaker()];
    const id = await direct(ann, ben);
    const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
    const { conversationId: _, clientMsgId: __, ...ballast } = EXTRA;
    a.sendRaw(
      JSON.stringify({
        ...ballast,
        type: 'send',
        clientMsgId: crypto.randomUUID(),
        conversationId: id,
        body: { ...ballast, kind: 'text', text: 'hi' },
      }),
    );
    const { message } = await b.next('message');
    expect({ ...message, clientMsgId: '', createdAt: 0 }).toEqual({
      conversationId: id,
      seq: 1,
      n: 1,
      senderId: ann.id,
      clientMsgId: '',
      body: { kind: 'text', text: 'hi' },
      createdAt: 0,
    });
    expect(message.createdAt).toBeGreaterThan(Date.now() - 60_000);
  });
});

/** A group's rows without what differs from scene to scene. */
async function shape(s: Scene): Promise<unknown> {
  const [conversation, memberships, entries] = await env.DB.batch([
    env.DB.prepare(
      'SELECT kind, title, hue, announcement, muted_all, history, approval, member_count, dissolved_at FROM conversations WHERE id = ?',
    ).bind(s.id),
    env.DB.prepare(
      'SELECT role, read_seq, read_n, visible_after_seq, left_seq, pinned, muted_until, archived_n FROM memberships m JOIN users u ON u.id = m.user_id WHERE conversation_id = ? ORDER BY u.name',
    ).bind(s.id),
    env.DB.prepare(
      "SELECT seq, n, kind, hidden, json_extract(body, '$.kind') AS body FROM entries WHERE conversation_id = ? ORDER BY seq",
    ).bind(s.id),
  ]);
  return [conversation?.results, memberships?.results, entries?.results];
}
