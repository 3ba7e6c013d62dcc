import type { UserHub } from './hub/user-hub';

/** Bindings and vars of wrangler.toml. */
export interface Env {
  readonly DB: D1Database;
  readonly ASSETS: Fetcher;
  readonly USER_HUB: DurableObjectNamespace<UserHub>;
  readonly HEARTBEAT_MS: string;
  readonly IDLE_TIMEOUT_MS: string;
  readonly ACK_TIMEOUT_MS: string;
  readonly RESEND_INTERVAL_MS: string;
  readonly RESEND_LIMIT: string;
  readonly SEND_RATE_PER_S: string;
  readonly SEND_BURST: string;
  readonly SIGN_UP: string;
  readonly DIRECTORY: string;
}
