import type { ConversationSummary } from '../../protocol/records';
import type { Api } from '../api/api';
import type { ConversationsModel } from '../model/conversations';
import type { Problem, Result } from '../model/result';
import type { Account } from './account';

const OUT: Problem = 'unauthenticated';

/** What people do to conversations. `account`: of who is signed in. */
export function createConversations(api: Api, account: () => Account | null): ConversationsModel {
  /** What the server answers is how it stands, before any push says so. */
  const learn = async (call: Promise<Result<{ readonly conversation: ConversationSummary }>>): Promise<Problem | null> => {
    const answer = await call;
    if (!answer.ok) return answer.problem;
    account()?.learn(answer.value.conversation);
    return null;
  };
  const opened = async (call: Promise<Result<{ readonly conversation: ConversationSummary }>>): Promise<Result<string>> => {
    const answer = await call;
    if (!answer.ok) return answer;
    account()?.learn(answer.value.conversation);
    return { ok: true, value: answer.value.conversation.id };
  };
  const summaryOf = (id: string) => account()?.inbox.peek().entries.get(id)?.summary;
  const myId = () => account()?.inbox.peek().myId;

  return {
    openDirect: (userId) => {
      // The pair's conversation is known already: it opens at once, also without a network.
      const known = [...(account()?.inbox.peek().entries.values() ?? [])].find(({ summary }) => summary.peerId === userId);
      return known ? Promise.resolve({ ok: true, value: known.summary.id }) : opened(api.openDirect(userId));
    },
    createGroup: (title, memberIds) => opened(api.createGroup(title, memberIds)),
    update: (id, fields) => learn(api.updateConversation(id, fields)),
    async leave(id) {
      const me = myId();
      if (me === undefined) return OUT;
      const problem = await api.removeMember(id, me);
      if (problem === null) account()?.apply({ type: 'removed', conversationId: id });
      return problem;
    },
    mute: (id, until) => learn(api.membership(id, { mutedUntil: until })),
    pin: (id, on) => learn(api.membership(id, { pinned: on })),
    archive: (id, on) => learn(api.membership(id, { archived: on })),
    markUnread: (id, on) => learn(api.membership(id, { markedUnread: on })),
    markAllRead(id) {
      const summary = summaryOf(id);
      if (summary) account()?.markRead(id, summary.lastSeq, summary.lastN);
    },
    addMembers: (id, userIds) => learn(api.addMembers(id, userIds)),
    setRole: (id, userId, role) => learn(api.setRole(id, userId, role)),
    removeMember: (id, userId) => api.removeMember(id, userId),
  };
}
