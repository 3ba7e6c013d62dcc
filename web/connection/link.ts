import type { ReadonlySignal } from '@preact/signals';
import type { Up } from '../../protocol/up';
import type { ConnectionStatus } from '../model/model';

/** What the rest of the app knows of the way to the hub: its own socket, or another tab's. */
export interface Link {
  readonly status: ReadonlySignal<ConnectionStatus>;
  /** False: the link is not there just now, and the frame is not sent. */
  send(frame: Up): boolean;
  /** Hints that may cut a wait short. */
  poke(why: 'visible' | 'hidden' | 'use' | 'signedOut'): void;
  poke(why: 'network', network: string | undefined): void;
  dispose(): void;
}
