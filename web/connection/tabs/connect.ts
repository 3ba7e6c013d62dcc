import { type ReadonlySignal, signal } from '@preact/signals';
import type { Down } from '../../../protocol/down';
import type { Browser } from '../../app/browser';
import type { Link } from '../link';
import { ConnectionRunner } from '../runner';
import { type SharedOutboxEvent, TABS } from './messages';
import { SharedLink } from './shared-link';

export interface TabDeps {
  readonly browser: Browser;
  readonly deviceId: string;
  readonly userId: string;
  /** An attempt ended before it opened: perhaps the session is over. */
  readonly onRefused: () => void;
  readonly onSignedOut: () => void;
}

/** What a scope gives its link. */
export interface LinkUser {
  readonly cursor: () => string | undefined;
  readonly onFrame: (frame: Down) => void;
  readonly onOutbox: (event: SharedOutboxEvent) => void;
  readonly onOutboxStale: () => void;
  readonly snapshot: () => Down | undefined;
}

/** This tab's way to the hub, and its part in the browser's. */
export interface Tab {
  readonly link: Link;
  /** Whether this tab holds the socket, and sends what is in the outbox. */
  readonly isLeader: ReadonlySignal<boolean>;
  /** Tells the other tabs what was done to the outbox here. */
  readonly share: (event: SharedOutboxEvent) => void;
  /** Tells the other tabs that the person is out. */
  readonly signedOut: () => void;
}

const INTERVALS_KEY = 'magpie.heartbeat';
/** The one tab id of whichever tab leads: a new leader's socket replaces the ghost of the old one (close 4005). */
const LEADER_TAB = `leader-${TABS}`;

/** One socket a browser where it has locks and channels; else every tab its own. */
export function connectTab(deps: TabDeps, user: LinkUser): Tab {
  const { browser, userId } = deps;
  const tabId = browser.clock.uuid();
  const { locks, openChannel } = browser;
  if (!locks || !openChannel) {
    const link = openLink(deps, tabId, user.cursor, user.onFrame);
    return { link, isLeader: signal(true), share: () => undefined, signedOut: () => undefined };
  }
  const name = `magpie-${userId}-${TABS}`;
  const shared = new SharedLink({
    ...user,
    tabId,
    now: () => browser.clock.now(),
    openChannel: (heard) => openChannel(name, heard),
    lead: (onFrame) => openLink(deps, LEADER_TAB, user.cursor, onFrame),
    onSignedOut: deps.onSignedOut,
  });
  const ended = new AbortController();
  const release = Promise.withResolvers<void>();
  locks
    .request(name, { signal: ended.signal }, () => {
      shared.lead();
      return release.promise;
    })
    // Disposed before the lock was ours.
    .catch(() => undefined);
  const link: Link = {
    status: shared.status,
    send: (frame) => shared.send(frame),
    poke: shared.poke.bind(shared),
    dispose() {
      shared.dispose();
      release.resolve();
      ended.abort();
    },
  };
  return { link, isLeader: shared.isLeader, share: (event) => shared.share(event), signedOut: () => shared.signedOut() };
}

function openLink(deps: TabDeps, tabId: string, cursor: () => string | undefined, onFrame: (frame: Down) => void): Link {
  const { browser, deviceId, onRefused, onSignedOut } = deps;
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
