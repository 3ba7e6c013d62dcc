import * as v from 'valibot';
import { forwardOf, type SendableBody } from '../../protocol/bodies';
import { MENTIONS_TOLD_MAX, PAGE_MAX } from '../../protocol/limits';
import { ConversationSummary, Edit, Invite, InvitePreview, JoinRequest, Member, Message } from '../../protocol/records';
import type { Http } from '../api/http';
import type { RareActionsModel } from '../model/rare-actions';
import type { Problem, Result } from '../model/result';
import { plainName } from '../people/plain-name';
import { rowOf } from '../timeline/rows';
import type { Account } from './account';
import { takeBack } from './take-back';

const segment = encodeURIComponent;
const Conversation = v.object({ conversation: ConversationSummary });
const Joined = v.union([Conversation, v.object({ requested: v.literal(true) })]);
const Pins = v.object({ messages: v.array(Message), hasMore: v.boolean() });
const Members = v.object({ members: v.array(Member), hasMore: v.boolean(), next: v.optional(v.string()) });
const Readers = v.object({ count: v.number(), userIds: v.optional(v.array(v.string())) });

const toResult = (problem: Problem | null): Result<null> => (problem === null ? { ok: true, value: null } : { ok: false, problem });

function map<A, B>(answer: Result<A>, to: (value: A) => B): Result<B> {
  return answer.ok ? { ok: true, value: to(answer.value) } : answer;
}

/** As many at a time as one request may name; ends at the first that fails. */
async function inBatches(seqs: readonly number[], run: (some: readonly number[]) => Promise<Result<null>>): Promise<Result<null>> {
  for (let i = 0; i < seqs.length; i += PAGE_MAX) {
    const answer = await run(seqs.slice(i, i + PAGE_MAX));
    if (!answer.ok) return answer;
  }
  return { ok: true, value: null };
}

/** What is seldom asked of a conversation; its code comes when it is first needed. `account`: of who is signed in. */
export function createRareActions(http: Http, account: () => Account | null): RareActionsModel {
  const of = (id: string, rest = '') => `/api/conversations/${segment(id)}${rest}`;
  const tell = async (...call: Parameters<Http['tell']>) => toResult(await http.tell(...call));
  const learn = (conversation: ConversationSummary) => account()?.learn(conversation);
  /** The change is pushed too; where no socket stands, asking is the way to see it. */
  const seen = async (id: string, call: Promise<Result<null>>): Promise<Result<null>> => {
    const done = await call;
    if (!done.ok) return done;
    const answer = await http.ask('GET', of(id), Conversation);
    if (answer.ok) learn(answer.value.conversation);
    return done;
  };
  /** What was never sent goes with the history. */
  const forgetFailed = (id: string) => {
    const open = account();
    for (const { conversationId, clientMsgId, failed } of open?.outbox.shown.peek() ?? [])
      if (conversationId === id && failed !== undefined) open?.decide({ type: 'discard', clientMsgId });
  };
  const cleared = async (id: string, rest: string): Promise<Result<null>> => {
    const done = await seen(id, tell('DELETE', of(id, rest)));
    if (done.ok) forgetFailed(id);
    return done;
  };
  return {
    dissolve: (id) => seen(id, tell('DELETE', of(id))),
    clearHistory: (id) => cleared(id, '/history'),
    hide: (id) => cleared(id, '/membership'),
    deleteMessages: (id, seqs) =>
      seen(
        id,
        inBatches(seqs, (some) => tell('POST', of(id, '/messages/delete'), { seqs: some })),
      ),
    restoreMessages: (id, seqs) =>
      seen(
        id,
        inBatches(seqs, (some) => tell('POST', of(id, '/messages/restore'), { seqs: some })),
      ),
    edits: async (id, seq) =>
      map(await http.ask('GET', of(id, `/messages/${seq}/edits`), v.object({ edits: v.array(Edit) })), ({ edits }) => edits),
    readers: async (id, seq) => http.ask('GET', of(id, `/messages/${seq}/readers`), Readers),
    mentions: async (id) => {
      const upTo = account()?.inbox.peek().entries.get(id)?.summary.lastSeq ?? 0;
      const answer = await http.ask('GET', of(id, '/mentions'), v.object({ seqs: v.array(v.number()) }));
      // A full answer may not be all.
      if (answer.ok && answer.value.seqs.length < MENTIONS_TOLD_MAX)
        account()?.apply({ type: 'mentions', conversationId: id, seqs: answer.value.seqs, upTo });
      return map(answer, ({ seqs }) => seqs);
    },
    pins: async (id, before) => {
      const answer = await http.ask('GET', of(id, `/pins${before === undefined ? '' : `?before=${before}`}`), Pins);
      const myId = account()?.inbox.peek().myId ?? '';
      return map(answer, ({ messages, hasMore }) => ({ messages: messages.map((message) => rowOf(message, myId)), hasMore }));
    },
    members: async (id, text, after) => {
      const query = `limit=50${text === '' ? '' : `&q=${segment(text)}`}${after === undefined ? '' : `&after=${segment(after)}`}`;
      const answer = await http.ask('GET', of(id, `/members?${query}`), Members);
      if (answer.ok) account()?.people.meetMembers(answer.value.members);
      return answer;
    },
    forward: async (messages, ids, note) => {
      const open = account();
      if (!open) return { ok: false, problem: 'unauthenticated' };
      const { nameOf } = open.peopleModel;
      const copies = messages.flatMap(({ body, senderId }) => forwardOf(body, { userId: senderId, name: nameOf(senderId) }) ?? []);
      const bodies: SendableBody[] = note === '' ? copies : [...copies, { kind: 'text', text: note }];
      const items = ids.flatMap((id) => bodies.map((body) => open.write(id, { kind: 'send', body })));
      return { ok: true, value: () => void takeBack(open, items) };
    },

    invites: async (id) => map(await http.ask('GET', of(id, '/invites'), v.object({ invites: v.array(Invite) })), ({ invites }) => invites),
    invite: async (id, limits) =>
      map(await http.ask('POST', of(id, '/invites'), v.object({ invite: Invite }), limits), ({ invite }) => invite),
    revokeInvite: (id, code) => tell('DELETE', of(id, `/invites/${segment(code)}`)),

    requests: async (id) =>
      map(await http.ask('GET', of(id, '/requests'), v.object({ requests: v.array(JoinRequest) })), ({ requests }) => requests),
    acceptRequest: async (id, userId) => {
      const answer = await http.ask('POST', of(id, `/requests/${segment(userId)}/accept`), Conversation);
      if (answer.ok) learn(answer.value.conversation);
      return map(answer, () => null);
    },
    declineRequest: (id, userId) => seen(id, tell('DELETE', of(id, `/requests/${segment(userId)}`))),

    preview: async (code) =>
      map(await http.ask('GET', `/api/invites/${segment(code)}`, v.object({ invite: InvitePreview })), ({ invite }) => ({
        ...invite,
        title: plainName(invite.title),
      })),
    join: async (code, note) => {
      const answer = await http.ask('POST', `/api/invites/${segment(code)}/join`, Joined, note === undefined ? {} : { note });
      if (answer.ok && 'conversation' in answer.value) learn(answer.value.conversation);
      return map(answer, (joined) => ('conversation' in joined ? joined.conversation.id : null));
    },
  };
}
