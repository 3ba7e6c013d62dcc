import type { ReadonlySignal } from '@preact/signals';
import type { Up } from '../../protocol/up';
import type { ConnectionStatus } from '../model/connection';

/** This page was shown or hidden, or somebody wants to send. */
export type Poke = 'visible' | 'hidden' | 'use';

/** What the rest of the app knows of the way to the hub: its own socket, or another tab's. */
export interface Link {
  readonly status: ReadonlySignal<ConnectionStatus>;
  /** False: the link is not there just now, and the frame is not sent. */
  send(frame: Up): boolean;
  /** Hints that may cut a wait short. */
  poke(why: Poke): void;
  poke(why: 'network', network: string | undefined): void;
  dispose(): void;
}

/** The link of the tab that holds the socket for all tabs. */
export interface LeaderLink extends Link {
  /** Whether any other tab is shown. */
  othersLook(look: boolean): void;
}
