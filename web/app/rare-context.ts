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

/** What rare actions work with. */
export interface RareContext {
  readonly http: Http;
  /** Of who is signed in. */
  readonly account: () => Account | null;
  /** The path of a conversation, or of something in it. */
  readonly of: (id: string, rest?: string) => string;
  readonly tell: (...call: Parameters<Http['send']>) => Promise<Result<null>>;
  readonly learn: (conversation: ConversationSummary) => void;
  /** Reads the conversation after a call that worked: the change is pushed too, but perhaps no socket stands. */
  readonly seen: (id: string, call: Promise<Result<null>>) => Promise<Result<null>>;
}

export function rareContext(http: Http, account: () => Account | null): RareContext {
  const of = (id: string, rest = '') => `/api/conversations/${segment(id)}${rest}`;
  const learn = (conversation: ConversationSummary) => account()?.learn(conversation);
  return {
    http,
    account,
    of,
    learn,
    async tell(...call) {
      const problem = await http.send(...call);
      return problem === null ? { ok: true, value: null } : { ok: false, problem };
    },
    async seen(id, call) {
      const done = await call;
      if (!done.ok) return done;
      const answer = await http.request('GET', of(id), Conversation);
      if (answer.ok) learn(answer.value.conversation);
      return done;
    },
  };
}
