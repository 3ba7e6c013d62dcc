import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../platform/env';
import type { LedgerRpc } from '../platform/rpc';
import { type AppendResult, appendSends, type Send } from '../store/log/append';
import type { Latecomer } from '../store/log/audience';
import { GroupCommit } from './group-commit';
import { StubCache } from './stub-cache';

/**
 * Collects the appends of all hubs into few D1 batches: one object a database. It keeps nothing: what it loses when it dies was
 * not acked, and the senders repeat it (SEND-7).
 */
export class Ledger extends DurableObject<Env> implements LedgerRpc {
  private readonly group = new GroupCommit((sends) => appendSends(this.env.DB, sends));

  /**
   * RPC: stores the sends (JSON of `Send[]`), in order, with others' in one batch; answers JSON of their results and audiences.
   * Texts, since a call with objects costs a third more. Rejects when D1 does; then nobody knows what was stored.
   */
  async append(sends: string): Promise<string> {
    return toAnswer(await this.group.append(JSON.parse(sends) as Send[]));
  }
}

/** The append of the one database there is, through its ledger. */
export function ledgerAppend(env: Env): (sends: readonly Send[]) => Promise<AppendResult> {
  const stubs = new StubCache((name) => env.LEDGER.getByName(name));
  return async (sends) => {
    const answer = await stubs.call('0', (ledger) => ledger.append(JSON.stringify(sends)));
    return fromAnswer(answer);
  };
}

type Answer = [AppendResult['results'], audience: [string, string[]][], latecomers: [string, Latecomer[]][]];

/** The answer of `append` as text. */
export function toAnswer({ results, audience, latecomers }: AppendResult): string {
  return JSON.stringify([results, [...audience], [...latecomers]]);
}

function fromAnswer(text: string): AppendResult {
  // While a deploy spreads, a ledger of the version before names no latecomers.
  const [results, audience, latecomers = []] = JSON.parse(text) as Answer;
  return { results, audience: new Map(audience), latecomers: new Map(latecomers) };
}
