import type { ConversationSummary } from '../../protocol/records';
import type { Api } from '../api/api';
import type { ConversationsModel } from '../model/conversations';
import type { Problem, Result } from '../model/result';
import type { Account } from './account';

const SIGNED_OUT: Problem = 'unauthenticated';

/** Frequent actions on conversations. `account`: of the signed-in user. */
export function createConversations(api: Api, account: () => Account | null): ConversationsModel {
  /** Applies the conversation of the response without waiting for a push. */
  const update = async (call: Promise<Result<{ readonly conversation: ConversationSummary }>>): Promise<Problem | null> => {
    const answer = await call;
    if (!answer.ok) return answer.problem;
    account()?.updateConversation(answer.value.conversation);
    return null;
  };
  const open = async (call: Promise<Result<{ readonly conversation: ConversationSummary }>>): Promise<Result<string>> => {
    const answer = await call;
    if (!answer.ok) return answer;
    account()?.updateConversation(answer.value.conversation);
    return { ok: true, value: answer.value.conversation.id };
  };
  const summaryOf = (id: string) => account()?.inbox.peek().entries.get(id)?.summary;
  const myId = () => account()?.inbox.peek().myId;

  return {
    openDirect: (userId) => {
      // A known direct conversation opens at once, also offline.
      const known = [...(account()?.inbox.peek().entries.values() ?? [])].find(({ summary }) => summary.peerId === userId);
      return known ? Promise.resolve({ ok: true, value: known.summary.id }) : open(api.openDirect(userId));
    },
    createGroup: (title, memberIds) => open(api.createGroup(title, memberIds)),
    update: (id, fields) => update(api.updateConversation(id, fields)),
    async leave(id) {
      const me = myId();
      if (me === undefined) return SIGNED_OUT;
      const problem = await api.removeMember(id, me);
      if (problem === null) account()?.apply({ type: 'removed', conversationId: id });
      return problem;
    },
    mute: (id, until) => update(api.membership(id, { mutedUntil: until })),
    pin: (id, on) => update(api.membership(id, { pinned: on })),
    archive: (id, on) => update(api.membership(id, { archived: on })),
    markUnread: (id, on) => update(api.membership(id, { markedUnread: on })),
    markAllRead(id) {
      const summary = summaryOf(id);
      if (summary) account()?.markRead(id, summary.lastSeq, summary.lastN);
    },
    addMembers: (id, userIds) => update(api.addMembers(id, userIds)),
    setRole: (id, userId, role) => update(api.setRole(id, userId, role)),
    removeMember: (id, userId) => api.removeMember(id, userId),
  };
}
