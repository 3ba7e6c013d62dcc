import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env';
import { type AppendResult, appendSends, type Send } from '../store/append';
import { GroupCommit } from './group-commit';

/**
 * Collects the appends of all hubs into few D1 batches: one object a database. It keeps nothing: what it loses when it dies was
 * not acked, and the senders repeat it (SEND-7).
 */
export class Ledger extends DurableObject<Env> {
  private readonly group = new GroupCommit((sends) => appendSends(this.env.DB, sends));

  /** RPC: stores the sends, in order, with others' in one batch. Rejects when D1 does; then nobody knows what was stored. */
  append(sends: Send[]): Promise<AppendResult> {
    return this.group.append(sends);
  }
}

/** The append of the one database there is, through its ledger. A fresh stub at every call: after a failure an old one stays broken. */
export function ledgerAppend(env: Env): (sends: readonly Send[]) => Promise<AppendResult> {
  return (sends) => env.LEDGER.getByName('0').append([...sends]);
}
