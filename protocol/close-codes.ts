/** What the client does after a socket was closed. */
export type CloseVerdict = 'reconnect' | 'reconnect-on-use' | 'reconnect-once' | 'reconnect-after' | 'sign-in' | 'reload' | 'stay-closed';

/** The table of close codes. Hub and browser both read the verdict here. */
export const CLOSE_CODES = {
  idle: { code: 4000, verdict: 'reconnect-on-use' },
  signed_out: { code: 4001, verdict: 'sign-in' },
  ack_timeout: { code: 4002, verdict: 'reconnect' },
  bad_frame: { code: 4003, verdict: 'reconnect-once' },
  upgrade_required: { code: 4004, verdict: 'reload' },
  replaced: { code: 4005, verdict: 'stay-closed' },
  rate_limited: { code: 4008, verdict: 'reconnect-after' },
} as const satisfies Record<string, { code: number; verdict: CloseVerdict }>;

export type CloseName = keyof typeof CLOSE_CODES;

const VERDICTS = new Map<number, CloseVerdict>(Object.values(CLOSE_CODES).map(({ code, verdict }) => [code, verdict]));

/** The verdict of a close code. A code that is not in the table means that the link was lost. */
export function verdictOf(code: number): CloseVerdict {
  return VERDICTS.get(code) ?? 'reconnect';
}
