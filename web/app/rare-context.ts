import * as v from 'valibot';
import { ConversationSummary } from '../../protocol/records';
import type { Http } from '../api/http';
import type { Result } from '../model/result';
import type { Account } from './account';

export const segment = encodeURIComponent;
export const Conversation = v.object({ conversation: ConversationSummary });

export function map<A, B>(answer: Result<A>, to: (value: A) => B): Result<B> {
  return answer.ok ? { ok: true, value: to(answer.value) } : answer;
}

/** The dependencies of rare actions. */
export interface RareContext {
  readonly http: Http;
  /** The account of the signed-in user. */
  readonly account: () => Account | null;
  /** The API path of a conversation, or of a resource in it. */
  readonly pathOf: (id: string, rest?: string) => string;
  readonly send: (...call: Parameters<Http['send']>) => Promise<Result<null>>;
  readonly update: (conversation: ConversationSummary) => void;
  /** Reloads the conversation after a successful call: the push of the change needs a socket, which may be down. */
  readonly thenReload: (id: string, call: Promise<Result<null>>) => Promise<Result<null>>;
}

export function rareContext(http: Http, account: () => Account | null): RareContext {
  const pathOf = (id: string, rest = '') => `/api/conversations/${segment(id)}${rest}`;
  const update = (conversation: ConversationSummary) => account()?.updateConversation(conversation);
  return {
    http,
    account,
    pathOf,
    update,
    async send(...call) {
      const problem = await http.send(...call);
      return problem === null ? { ok: true, value: null } : { ok: false, problem };
    },
    async thenReload(id, call) {
      const done = await call;
      if (!done.ok) return done;
      const answer = await http.request('GET', pathOf(id), Conversation);
      if (answer.ok) update(answer.value.conversation);
      return done;
    },
  };
}
