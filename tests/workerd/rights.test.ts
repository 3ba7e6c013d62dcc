import { describe, expect, test } from 'vitest';
import { RECALL_WINDOW_MS } from '../../protocol/limits';
import type { ConversationSummary } from '../../protocol/records';
import { type Capability, can } from '../../protocol/roles';
import type { ChangeRequest } from '../../protocol/up';
import { messageRights } from '../../web/views/conversation/message/message-rights';
import { memberRights } from '../../web/views/details/member-rights';
import { may, mayWrite } from '../../web/views/shared/membership';
import { at, people, role, see } from './groups';
import { Client, env } from './people';
import { type Answer, call, group, type Speaker } from './talk';

/** What the server refuses and what the web app offers must be the same, for every place that somebody can have. */
const PLACES = ['owner', 'admin', 'member', 'direct'] as const;
type Place = (typeof PLACES)[number];

interface Scene {
  readonly id: string;
  readonly actor: Speaker;
  /** Owner of the group, or the other person. */
  readonly owner: Speaker;
  readonly otherMember: Speaker;
  readonly otherAdmin: Speaker;
  readonly newcomer: Speaker;
  readonly asker: Speaker;
  /** A message of the actor, and one of somebody else. */
  readonly own: number;
  readonly others: number;
}

async function scene(place: Place): Promise<Scene> {
  const [owner, admin, member, otherAdmin, otherMember, newcomer, asker] = await people('O', 'A', 'M', 'A2', 'M2', 'N', 'Q');
  const actor = { owner, admin, member, direct: member }[place];
  let id: string;
  if (place === 'direct')
    id = (await call(member, 'POST', '/api/conversations', { kind: 'direct', userId: owner.id })).json.conversation.id;
  else {
    id = await group(owner, [admin, member, otherAdmin, otherMember]);
    await Promise.all([admin, otherAdmin].map((one) => role(owner, id, one, 'admin')));
    const { code } = (await call(owner, 'POST', at(id, '/invites'), {})).json.invite;
    await call(owner, 'PATCH', at(id), { approval: true });
    await call(asker, 'POST', `/api/invites/${code}/join`, {});
  }
  const others = place === 'direct' ? owner : otherMember;
  return { id, actor, owner, otherMember, otherAdmin, newcomer, asker, own: await say(actor, id), others: await say(others, id) };
}

async function answerTo(who: Speaker, send: (client: Client) => string): Promise<{ code: string; seq: number }> {
  const client = await Client.connect(who);
  const clientMsgId = send(client);
  const answer = await client.until(() =>
    client.frames.find((frame) => (frame.type === 'sendAck' || frame.type === 'error') && frame.clientMsgId === clientMsgId),
  );
  client.socket.close(1000, 'done');
  return answer.type === 'error' ? { code: answer.code, seq: 0 } : { code: 'ok', seq: (answer as { seq: number }).seq };
}

const say = async (who: Speaker, id: string) => (await answerTo(who, (client) => client.say(id, 'hi'))).seq;

const change = async (s: Scene, wanted: ChangeRequest) =>
  (
    await answerTo(s.actor, (client) => {
      const clientMsgId = crypto.randomUUID();
      client.send({ type: 'change', clientMsgId, conversationId: s.id, change: wanted });
      return clientMsgId;
    })
  ).code;

const codeOf = ({ status, code }: Answer) => (status < 300 ? 'ok' : (code ?? ''));
const asked = async (s: Scene, method: string, path: string, body?: unknown) => codeOf(await call(s.actor, method, at(s.id, path), body));
const muteAll = (s: Scene) => call(s.owner, 'PATCH', at(s.id), { mutedAll: true });
const someone = { mine: false, createdAt: 0 };

interface Row {
  /** Runs the command; returns `ok` or the error code. */
  readonly does: (s: Scene) => Promise<string>;
  readonly offered: (summary: ConversationSummary) => boolean;
}

const ROWS: Record<Capability, Row> = {
  send: { does: async (s) => (await answerTo(s.actor, (client) => client.say(s.id, 'hi'))).code, offered: mayWrite },
  sendWhileMutedAll: {
    does: async (s) => (await answerTo(s.actor, (client) => client.say(s.id, 'hi'))).code,
    offered: mayWrite,
  },
  pin: {
    does: (s) => change(s, { kind: 'pin', targetSeq: s.others, on: true }),
    offered: (summary) => messageRights(summary, someone, Date.now()).pin,
  },
  recallOthers: {
    does: (s) => change(s, { kind: 'recall', targetSeq: s.others }),
    offered: (summary) => messageRights(summary, someone, Date.now()).recall,
  },
  mentionAll: {
    does: async (s) => {
      const body = { kind: 'text' as const, text: '@everyone', mentions: ['*'] };
      const answer = await answerTo(s.actor, (client) => {
        const clientMsgId = crypto.randomUUID();
        client.send({ type: 'send', clientMsgId, conversationId: s.id, body });
        return clientMsgId;
      });
      return answer.code;
    },
    offered: (summary) => may(summary, 'mentionAll'),
  },
  invite: { does: (s) => asked(s, 'POST', '/members', { userIds: [s.newcomer.id] }), offered: (summary) => may(summary, 'invite') },
  remove: {
    does: (s) => asked(s, 'DELETE', `/members/${s.otherMember.id}`),
    offered: (summary) => memberRights(summary, 'member').remove,
  },
  removeAdmin: {
    does: (s) => asked(s, 'DELETE', `/members/${s.otherAdmin.id}`),
    offered: (summary) => memberRights(summary, 'admin').remove,
  },
  rename: { does: (s) => asked(s, 'PATCH', '', { title: 'New' }), offered: (summary) => may(summary, 'rename') },
  announce: { does: (s) => asked(s, 'PATCH', '', { announcement: 'New' }), offered: (summary) => may(summary, 'announce') },
  muteAll: { does: (s) => asked(s, 'PATCH', '', { mutedAll: true }), offered: (summary) => may(summary, 'muteAll') },
  settings: { does: (s) => asked(s, 'PATCH', '', { history: 'all' }), offered: (summary) => may(summary, 'settings') },
  link: { does: (s) => asked(s, 'POST', '/invites', {}), offered: (summary) => may(summary, 'link') },
  approve: { does: (s) => asked(s, 'POST', `/requests/${s.asker.id}/accept`, {}), offered: (summary) => may(summary, 'approve') },
  setRole: {
    does: (s) => asked(s, 'PATCH', `/members/${s.otherMember.id}`, { role: 'admin' }),
    offered: (summary) => memberRights(summary, 'member').grant.admin,
  },
  transfer: {
    does: (s) => asked(s, 'PATCH', `/members/${s.otherMember.id}`, { role: 'owner' }),
    offered: (summary) => memberRights(summary, 'member').grant.owner,
  },
  dissolve: { does: (s) => asked(s, 'DELETE', ''), offered: (summary) => may(summary, 'dissolve') },
};

describe('Z1 server, table and app agree', () => {
  const cases = PLACES.flatMap((place) => (Object.keys(ROWS) as Capability[]).map((capability) => [place, capability] as const));

  test.each(cases)('on what %s may do: %s', async (place, capability) => {
    const s = await scene(place);
    if (capability === 'sendWhileMutedAll' && place !== 'direct') await muteAll(s);
    const summary = await see(s.actor, s.id);
    const offered = ROWS[capability].offered(summary);
    expect(offered).toBe(can(summary, capability));
    expect(await ROWS[capability].does(s)).toBe(offered ? 'ok' : 'not_allowed');
  });
});

describe('Z1 server and app agree on messages', () => {
  const kinds = ['edit', 'reaction', 'pin', 'recall'] as const;
  const states = PLACES.flatMap((place) =>
    (['own', 'others'] as const).flatMap((whose) =>
      kinds.flatMap((kind) =>
        (['new', 'old', 'mutedAll'] as const)
          .filter((state) => state !== 'mutedAll' || place !== 'direct')
          .map((state) => [place, kind, whose, state] as const),
      ),
    ),
  );

  test.each(states)('%s: %s of %s message, %s', async (place, kind, whose, state) => {
    const s = await scene(place);
    const targetSeq = s[whose];
    const createdAt = Date.now() - (state === 'old' ? RECALL_WINDOW_MS + 1 : 0);
    if (state === 'old')
      await env.DB.prepare('UPDATE entries SET created_at = ?3 WHERE conversation_id = ?1 AND seq = ?2')
        .bind(s.id, targetSeq, createdAt)
        .run();
    if (state === 'mutedAll') await muteAll(s);
    const rights = messageRights(await see(s.actor, s.id), { mine: whose === 'own', createdAt }, Date.now());
    const wanted = {
      edit: { kind: 'edit', targetSeq, body: { kind: 'text', text: 'new' } },
      reaction: { kind: 'reaction', targetSeq, emoji: '👍', on: true },
      pin: { kind: 'pin', targetSeq, on: true },
      recall: { kind: 'recall', targetSeq },
    } as const satisfies Record<(typeof kinds)[number], ChangeRequest>;
    const offered = { edit: rights.edit, reaction: rights.react, pin: rights.pin, recall: rights.recall }[kind];
    expect(await change(s, wanted[kind])).toBe(offered ? 'ok' : 'not_allowed');
  });
});
