import type { DownOf, Page } from '../../protocol/down';
import type { Up } from '../../protocol/up';
import type { Api } from '../api/api';
import type { Result } from '../model/result';
import type { Clock } from '../platform/clock';

export type Range = { readonly after: number } | { readonly before: number };

/** A `pull` without an answer falls back to HTTP after this, milliseconds. */
const PULL_MS = 3000;

export interface PagesDeps {
  readonly clock: Clock;
  readonly api: Pick<Api, 'page'>;
  readonly send: (frame: Up) => boolean;
}

/** Loads pages of logs over the socket, and over HTTP when the socket does not answer. */
export class Pages {
  private readonly waiting = new Map<string, (answer: Result<Page>) => void>();

  constructor(private readonly deps: PagesDeps) {}

  /** Loads a page: ascending, without holes. */
  async get(conversationId: string, range: Range, limit: number): Promise<Result<Page>> {
    const pulled = await this.pull(conversationId, range, limit);
    return pulled ?? this.deps.api.page(conversationId, range, limit);
  }

  /** Requests the page over the socket. Null: no answer. */
  private pull(conversationId: string, range: Range, limit: number): Promise<Result<Page> | null> {
    const { clock, send } = this.deps;
    const requestId = clock.uuid();
    return new Promise((resolve) => {
      const settle = (answer: Result<Page> | null) => {
        cancel();
        this.waiting.delete(requestId);
        resolve(answer);
      };
      const cancel = clock.after(PULL_MS, () => settle(null));
      this.waiting.set(requestId, settle);
      const part = 'after' in range ? { afterSeq: range.after } : { beforeSeq: range.before };
      if (!send({ type: 'pull', requestId, conversationId, ...part, limit })) settle(null);
    });
  }

  pulled({ requestId, messages, changes, hasMore }: DownOf<'pulled'>): void {
    this.waiting.get(requestId)?.({ ok: true, value: { messages, changes, hasMore } });
  }

  refused({ requestId, code }: DownOf<'error'>): void {
    // A rate-limited pull is left to time out, and then goes over HTTP.
    if (requestId !== undefined && code !== 'rate_limited') this.waiting.get(requestId)?.({ ok: false, problem: code });
  }
}
