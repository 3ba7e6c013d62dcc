import type { ReadonlySignal } from '@preact/signals';
import type { Up } from '../../protocol/up';
import type { ConnectionStatus } from '../model/connection';

/** The page became visible or hidden, or the app wants to send. */
export type Poke = 'visible' | 'hidden' | 'use';

/** The way to the hub: the own socket, or that of another tab. */
export interface Link {
  readonly status: ReadonlySignal<ConnectionStatus>;
  /** False: the link is down and the frame was not sent. */
  send(frame: Up): boolean;
  /** Passes a hint that may shorten a reconnect delay. */
  poke(why: Poke): void;
  poke(why: 'network', network: string | undefined): void;
  dispose(): void;
}

/** The link of the tab that holds the socket for all tabs. */
export interface LeaderLink extends Link {
  /** Sets whether another tab is visible. */
  setOthersVisible(visible: boolean): void;
}
