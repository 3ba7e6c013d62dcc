import type { Server } from '../support/server.ts';
import { sleep } from '../support/waiting.ts';

/** Where the runtime can be stopped, to be killed there. */
export const KILL_POINTS = [
  'before the store',
  'stored, before the ack',
  'before the fan-out',
  'amid the fan-out',
  'inside the alarm, at its start',
  'inside the alarm, at its end',
] as const;
export type KillPoint = (typeof KILL_POINTS)[number];

/** The faults that `faulty-worker.ts` accepts. */
export type Fault =
  | { readonly kind: 'none' }
  | { readonly kind: 'hang'; readonly point: KillPoint }
  /** SEND-3 switched off. */
  | { readonly kind: 'no dedupe' }
  /** SEND-1 switched off: acked under invented seqs from this one on, and never stored. */
  | { readonly kind: 'ack first'; readonly seq: number };

export interface FaultState {
  readonly fault: Fault;
  readonly reached: boolean;
}

/** The entry of the Worker that understands these orders. */
export const FAULTY_WORKER = 'tests/faults/faulty-worker.ts';

export async function order(server: Server, fault: Fault): Promise<void> {
  await (await fetch(`${server.httpUrl}/__fault`, { method: 'PUT', body: JSON.stringify(fault) })).text();
}

/** Waits until the ordered fault has happened; false if it did not. */
export async function met(server: Server, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (performance.now() < deadline) {
    const state = (await (await fetch(`${server.httpUrl}/__fault`)).json()) as FaultState;
    if (state.reached) return true;
    await sleep(10);
  }
  return false;
}
