import type { Counts } from '../counts.ts';

/** Whom the load generator plays, and in which language. */
export type WireSpec =
  | { readonly kind: 'magpie'; readonly url: string; readonly people: readonly { readonly id: string; readonly token: string }[] }
  | { readonly kind: 'relay'; readonly url: string; readonly mode: string; readonly users: readonly string[] };

/** Who writes where: `from` is an index of the wire's people. */
export interface Lane {
  readonly from: number;
  readonly conversationId: string;
  /** Ids of those who get the message. */
  readonly to: readonly string[];
  /** How many of them are connected. */
  readonly receivers: number;
}

export type Workload =
  /** Each lane keeps `window` messages under way until `total` were sent, or as many as go into `seconds`. */
  | { readonly kind: 'closed'; readonly window: number; readonly total: number; readonly warmUp: number; readonly seconds?: number }
  /** Messages at a fixed rate, whatever becomes of them; latency counts from when one was due. */
  | { readonly kind: 'open'; readonly perS: number; readonly seconds: number; readonly warmUp: number }
  /** All connections at once, with `perS` messages on the first lane meanwhile. */
  | { readonly kind: 'storm'; readonly perS: number }
  /** Connections that do nothing but `ping`. */
  | { readonly kind: 'idle'; readonly seconds: number; readonly pingEveryMs: number }
  /** The first person's device comes, with nothing and with a cursor, `times` times. */
  | { readonly kind: 'inbox'; readonly times: number };

export interface LoadSpec {
  readonly wire: WireSpec;
  readonly lanes: readonly Lane[];
  readonly workload: Workload;
  /** Connections that are opened: the first so many of the wire's people. */
  readonly connections: number;
  readonly textLength: number;
  /** Whether receivers read every message they get. */
  readonly reads: boolean;
  /** Server processes whose CPU time is accounted. */
  readonly pids: readonly number[];
  /** Where the meter answers; absent when the Worker has none. */
  readonly meterUrl?: string;
}

/** Milliseconds. */
export interface Latency {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export interface LoadResult {
  readonly messages: number;
  readonly pushes: number;
  readonly lost: number;
  readonly wallMs: number;
  readonly perS: number;
  /** From send to the last receiver's screen model. */
  readonly shown: Latency;
  /** From send to `sendAck`. */
  readonly acked: Latency;
  readonly serverCpuMs: number;
  /** CPU time of processes that have no part in the run. */
  readonly foreignMs: number;
  readonly memoryBefore: number;
  readonly memoryAfter: number;
  readonly connectMs: Latency;
  readonly errors: Readonly<Record<string, number>>;
  readonly counts?: Counts;
}
