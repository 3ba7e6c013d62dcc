import type { HubRpc, LedgerRpc } from './rpc';

/** Bindings and vars of wrangler.toml. */
export interface Env {
  readonly DB: D1Database;
  readonly ASSETS: Fetcher;
  readonly USER_HUB: DurableObjectNamespace<HubRpc & Rpc.DurableObjectBranded>;
  readonly LEDGER: DurableObjectNamespace<LedgerRpc & Rpc.DurableObjectBranded>;
  readonly HEARTBEAT_MS: string;
  readonly IDLE_TIMEOUT_MS: string;
  readonly ACK_TIMEOUT_MS: string;
  readonly RESEND_INTERVAL_MS: string;
  readonly RESEND_LIMIT: string;
  readonly SEND_RATE_PER_S: string;
  readonly SEND_BURST: string;
  /** Limits of a user's other frames; absent: the defaults of `hubSettings`. */
  readonly READ_RATE_PER_S?: string;
  readonly READ_BURST?: string;
  readonly TYPING_RATE_PER_S?: string;
  readonly TYPING_BURST?: string;
  readonly DRAFT_RATE_PER_S?: string;
  readonly DRAFT_BURST?: string;
  readonly WATCH_RATE_PER_S?: string;
  readonly WATCH_BURST?: string;
  readonly PULL_RATE_PER_S?: string;
  readonly PULL_BURST?: string;
  readonly SIGN_UP: string;
  /** With SIGN_UP `invite`, the secret that is needed to sign up. */
  readonly SIGN_UP_INVITE?: string;
  /** The secret that opens `/api/operator`; absent: closed. */
  readonly OPERATOR_SECRET?: string;
  readonly DIRECTORY: string;
  /** The title of the group that every new user joins; absent or empty: none. */
  readonly LOBBY?: string;
}
