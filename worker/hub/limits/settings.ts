import type { Env } from '../../platform/env';

/** The operator's settings as numbers; times in ms. */
export interface HubSettings {
  readonly heartbeatMs: number;
  readonly idleTimeoutMs: number;
  readonly ackTimeoutMs: number;
  readonly resendIntervalMs: number;
  readonly resendLimit: number;
  readonly sendRatePerS: number;
  readonly sendBurst: number;
}

function positive(value: string | undefined, fallback: number): number {
  const number = Number(value);
  return Number.isFinite(number) && number > 0 ? number : fallback;
}

/** Reads the vars; one that is missing or no positive number takes its default. */
export function hubSettings(env: Env): HubSettings {
  return {
    heartbeatMs: positive(env.HEARTBEAT_MS, 30_000),
    idleTimeoutMs: positive(env.IDLE_TIMEOUT_MS, 300_000),
    ackTimeoutMs: positive(env.ACK_TIMEOUT_MS, 5000),
    resendIntervalMs: positive(env.RESEND_INTERVAL_MS, 2000),
    resendLimit: Number(env.RESEND_LIMIT) === 0 ? 0 : positive(env.RESEND_LIMIT, 2),
    sendRatePerS: positive(env.SEND_RATE_PER_S, 10),
    sendBurst: positive(env.SEND_BURST, 60),
  };
}
