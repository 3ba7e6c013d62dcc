import type { Person } from './people.ts';
import type { Random } from './random.ts';

export interface ClientOptions {
  /** `ws://host:port` of the server or of its proxy. */
  readonly url: string;
  readonly person: Person;
  /** The device; also the client's name in a history. */
  readonly name: string;
  readonly random: Random;
  /** How long an ack is held back, ms (ACK-7 allows 200). */
  readonly ackDelayMs?: number;
  /** Sends no acks, like a reader that hangs. */
  readonly acks?: boolean;
  /** Off only in negative controls. */
  readonly gapCheck?: boolean;
  /** How long to wait before a reconnect, ms; `attempt` counts from 0 since the last `welcome`. */
  readonly backoff?: (attempt: number, random: number) => number;
  /** Replaces the heartbeat in `welcome`. */
  readonly heartbeatMs?: number;
  /** The inbox cursor of this device's last connection. */
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
