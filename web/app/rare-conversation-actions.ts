import * as v from 'valibot';
import { Member } from '../../protocol/records';
import type { ConversationActions } from '../model/rare-actions';
import type { Result } from '../model/result';
import { type RareContext, segment } from './rare-context';

const Members = v.object({ members: v.array(Member), hasMore: v.boolean(), next: v.optional(v.string()) });

export function conversationActions({ http, account, pathOf, send, thenReload }: RareContext): ConversationActions {
  /** Clearing the history also discards failed messages. */
  const discardFailed = (id: string) => {
    const open = account();
    for (const { conversationId, clientMsgId, failed } of open?.outbox.items.peek() ?? [])
      if (conversationId === id && failed !== undefined) open?.dispatchInAllTabs({ type: 'discard', clientMsgId });
  };
  const clear = async (id: string, rest: string): Promise<Result<null>> => {
    const done = await thenReload(id, send('DELETE', pathOf(id, rest)));
    if (done.ok) discardFailed(id);
    return done;
  };
  return {
    dissolve: (id) => thenReload(id, send('DELETE', pathOf(id))),
    clearHistory: (id) => clear(id, '/history'),
    hide: (id) => clear(id, '/membership'),
    members: async (id, text, after) => {
      const query = `limit=50${text === '' ? '' : `&q=${segment(text)}`}${after === undefined ? '' : `&after=${segment(after)}`}`;
      const answer = await http.request('GET', pathOf(id, `/members?${query}`), Members);
      if (answer.ok) account()?.people.addMembers(answer.value.members);
      return answer;
    },
  };
}
