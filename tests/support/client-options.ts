import type { Person } from './people.ts';
import type { Random } from './random.ts';

export interface ClientOptions {
  /** `ws://host:port` of the server, or of a proxy before it. */
  readonly url: string;
  readonly person: Person;
  /** The device; also the client's name in a history. */
  readonly name: string;
  readonly random: Random;
  /** How long an ack is held back, ms (ACK-7 allows 200). */
  readonly ackDelayMs?: number;
  /** No acks at all: a reader that is stuck. */
  readonly acks?: boolean;
  /** Off only in negative controls. */
  readonly gapCheck?: boolean;
  /** How long to wait before a reconnect, ms; `attempt` counts from 0 since the last `welcome`. */
  readonly backoff?: (attempt: number, random: number) => number;
  /** Instead of what `welcome` says. */
  readonly heartbeatMs?: number;
  /** Where the inbox stood when this device was last here. */
  readonly cursor?: string;
}

export interface ClientCounts {
  connects: number;
  frames: number;
  redeliveries: number;
  pongs: number;
  pulls: number;
  errors: Map<string, number>;
}
