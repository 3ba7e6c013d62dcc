import type { Env } from '../../platform/env';
import type { Rates } from './allowances';
import type { Rate } from './rate';

/** The operator's settings as numbers; times in ms. */
export interface HubSettings {
  readonly heartbeatMs: number;
  readonly idleTimeoutMs: number;
  readonly ackTimeoutMs: number;
  readonly resendIntervalMs: number;
  readonly resendLimit: number;
  /** The limits of one user's frames over all devices. */
  readonly rates: Rates;
}

function positive(value: string | undefined, fallback: number): number {
  const number = Number(value);
  return Number.isFinite(number) && number > 0 ? number : fallback;
}

function rate(perS: string | undefined, defaultPerS: number, burst: string | undefined, defaultBurst: number): Rate {
  return { perS: positive(perS, defaultPerS), burst: positive(burst, defaultBurst) };
}

/** Reads the settings from the vars. A missing or non-positive number takes its default. */
export function hubSettings(env: Env): HubSettings {
  return {
    heartbeatMs: positive(env.HEARTBEAT_MS, 30_000),
    idleTimeoutMs: positive(env.IDLE_TIMEOUT_MS, 300_000),
    ackTimeoutMs: positive(env.ACK_TIMEOUT_MS, 5000),
    resendIntervalMs: positive(env.RESEND_INTERVAL_MS, 2000),
    resendLimit: Number(env.RESEND_LIMIT) === 0 ? 0 : positive(env.RESEND_LIMIT, 2),
    rates: {
      write: rate(env.SEND_RATE_PER_S, 10, env.SEND_BURST, 60),
      read: rate(env.READ_RATE_PER_S, 20, env.READ_BURST, 2000),
      typing: rate(env.TYPING_RATE_PER_S, 5, env.TYPING_BURST, 100),
      draft: rate(env.DRAFT_RATE_PER_S, 5, env.DRAFT_BURST, 500),
      watch: rate(env.WATCH_RATE_PER_S, 5, env.WATCH_BURST, 100),
      pull: rate(env.PULL_RATE_PER_S, 50, env.PULL_BURST, 2000),
    },
  };
}
