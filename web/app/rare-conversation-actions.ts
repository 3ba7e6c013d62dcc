import * as v from 'valibot';
import { Member } from '../../protocol/records';
import type { ConversationActions } from '../model/rare-actions';
import type { Result } from '../model/result';
import { type RareContext, segment } from './rare-context';

const Members = v.object({ members: v.array(Member), hasMore: v.boolean(), next: v.optional(v.string()) });

export function conversationActions({ http, account, of, tell, seen }: RareContext): ConversationActions {
  /** What was never sent goes with the history. */
  const forgetFailed = (id: string) => {
    const open = account();
    for (const { conversationId, clientMsgId, failed } of open?.outbox.items.peek() ?? [])
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
    members: async (id, text, after) => {
      const query = `limit=50${text === '' ? '' : `&q=${segment(text)}`}${after === undefined ? '' : `&after=${segment(after)}`}`;
      const answer = await http.request('GET', of(id, `/members?${query}`), Members);
      if (answer.ok) account()?.people.addMembers(answer.value.members);
      return answer;
    },
  };
}
