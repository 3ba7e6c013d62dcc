import { type ReadonlySignal, signal } from '@preact/signals';
import type { Down } from '../../protocol/down';
import type { Browser } from '../browser';
import type { Link } from '../connection/link';
import { ConnectionRunner } from '../connection/runner';
import type { Inbox } from '../inbox/inbox';
import type { Item } from '../outbox/outbox';

export interface TabDeps {
  readonly browser: Browser;
  readonly deviceId: string;
  readonly userId: string;
  readonly onRefused: () => void;
  readonly onSignedOut: () => void;
}

/** This tab's part in the browser's one way to the hub. */
export interface Tab {
  readonly connect: (events: { cursor: () => string | undefined; onFrame: (frame: Down) => void }) => Link;
  /** Whether this tab holds the socket, and sends what is in the outbox. */
  readonly isLeader: ReadonlySignal<boolean>;
  /** An item was written here: the other tabs show it, the leader sends it. */
  readonly written: (item: Item) => void;
  readonly onItem: (told: (item: Item) => void) => void;
  /** This tab became the one that sends. */
  readonly onLead: (told: () => void) => void;
  readonly snapshotOf: (inbox: () => Inbox) => void;
}

const INTERVALS_KEY = 'magpie.heartbeat';

/** Every tab its own socket. */
export function connectTab({ browser, deviceId, onRefused, onSignedOut }: TabDeps): Tab {
  const tabId = browser.clock.uuid();
  return {
    isLeader: signal(true),
    written: () => undefined,
    onItem: () => undefined,
    onLead: () => undefined,
    snapshotOf: () => undefined,
    connect({ cursor, onFrame }) {
      const runner = new ConnectionRunner({
        clock: browser.clock,
        address: browser.socketAddress,
        deviceId,
        tabId,
        openSocket: browser.openSocket,
        cursor,
        onFrame,
        onRefused,
        visible: browser.isVisible(),
        network: browser.network(),
        intervals: readIntervals(browser.keep.get(INTERVALS_KEY)),
        onIntervals: (intervals) => browser.keep.set(INTERVALS_KEY, JSON.stringify(intervals)),
      });
      runner.status.subscribe((status) => {
        if (status.state === 'closed' && status.reason === 'signedOut') queueMicrotask(onSignedOut);
      });
      runner.start();
      return runner;
    },
  };
}

function readIntervals(kept: string | null): Readonly<Record<string, number>> {
  try {
    const parsed: unknown = JSON.parse(kept ?? '{}');
    if (typeof parsed !== 'object' || parsed === null) return {};
    return Object.fromEntries(Object.entries(parsed).filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
  } catch {
    return {};
  }
}
