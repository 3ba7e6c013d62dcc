import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../platform/env';
import type { LedgerRpc } from '../platform/rpc';
import { type AppendResult, appendSends, type Send } from '../store/log/append';
import type { Latecomer } from '../store/log/audience';
import { GroupCommit } from './group-commit';
import { StubCache } from './stub-cache';

/**
 * Collects the appends of all hubs into few D1 batches; one object per database. It stores nothing itself: what it loses when it dies was
 * not acked, and the senders repeat it (SEND-7).
 */
export class Ledger extends DurableObject<Env> implements LedgerRpc {
  private readonly group = new GroupCommit((sends) => appendSends(this.env.DB, sends));

  /**
   * RPC: stores the sends (JSON of `Send[]`) in order, in one batch with the sends of others. Returns JSON of their results and
   * audiences: text, because a call with objects costs a third more. Rejects if D1 does; then it is unknown what was stored.
   */
  async append(sends: string): Promise<string> {
    return toAnswer(await this.group.append(JSON.parse(sends) as Send[]));
  }
}

/** Appends to the one database through its ledger. */
export function ledgerAppend(env: Env): (sends: readonly Send[]) => Promise<AppendResult> {
  const stubs = new StubCache((name) => env.LEDGER.getByName(name));
  return async (sends) => {
    const answer = await stubs.call('0', (ledger) => ledger.append(JSON.stringify(sends)));
    return fromAnswer(answer);
  };
}

type Answer = [AppendResult['results'], audience: [string, string[]][], latecomers: [string, Latecomer[]][]];

/** Encodes the answer of `append`. */
export function toAnswer({ results, audience, latecomers }: AppendResult): string {
  return JSON.stringify([results, [...audience], [...latecomers]]);
}

function fromAnswer(text: string): AppendResult {
  // During a deploy, a ledger of the previous version sends no latecomers.
  const [results, audience, latecomers = []] = JSON.parse(text) as Answer;
  return { results, audience: new Map(audience), latecomers: new Map(latecomers) };
}
