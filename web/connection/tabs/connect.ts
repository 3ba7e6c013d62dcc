import { type ReadonlySignal, signal } from '@preact/signals';
import * as v from 'valibot';
import type { Down } from '../../../protocol/down';
import type { Clock } from '../../platform/clock';
import { browserValue, type Keep } from '../../platform/keep';
import type { LeaderLink, Link } from '../link';
import type { HttpAnswer } from '../refresh';
import { type ConnectionDeps, ConnectionRunner } from '../runner';
import { type Channel, type SharedOutboxEvent, TABS, type TabMessage } from './messages';
import { SharedLink } from './shared-link';

export interface TabDeps {
  readonly clock: Clock;
  readonly keep: Keep;
  readonly openSocket: ConnectionDeps['openSocket'];
  /** `ws:` or `wss:` address of the hub. */
  readonly socketAddress: string;
  readonly isVisible: () => boolean;
  readonly network: () => string | undefined;
  /** Locks and channels may be missing, or refuse where site data is blocked: then every tab has a socket of its own. */
  readonly locks: LockManager | undefined;
  readonly openChannel: ((name: string, heard: (message: TabMessage) => void) => Channel) | undefined;
  readonly deviceId: string;
  readonly userId: string;
  readonly onSignedOut: () => void;
  /** The browser is signed in as another user. */
  readonly onOtherUser: () => void;
}

/** What a scope gives its link. */
export interface LinkUser {
  readonly cursor: () => string | undefined;
  readonly onFrame: (frame: Down) => void;
  readonly onOutbox: (event: SharedOutboxEvent) => void;
  readonly onOutboxStale: () => void;
  readonly snapshot: () => Down | undefined;
  /** Asks over HTTP for the inbox, and shows it. Never rejects. */
  readonly refresh: () => Promise<HttpAnswer>;
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

/** One socket a browser where it gives locks and channels; else every tab its own. */
export function connectTab(deps: TabDeps, user: LinkUser): Tab {
  const { clock, userId, locks, openChannel } = deps;
  const tabId = clock.uuid();
  const name = `magpie-${userId}-${TABS}`;
  let heard: (message: TabMessage) => void = () => undefined;
  const channel = locks && openChannel && opened(() => openChannel(name, (message) => heard(message)));
  if (!locks || !channel) {
    const link = openLink(deps, tabId, user, user.onFrame);
    return { link, isLeader: signal(true), share: () => undefined, signedOut: () => undefined };
  }
  const shared = new SharedLink({
    ...user,
    tabId,
    now: () => clock.now(),
    channel,
    lead: (leaderTab, onFrame) => openLink(deps, leaderTab, user, onFrame),
    isVisible: deps.isVisible,
    onSignedOut: deps.onSignedOut,
  });
  heard = (message) => shared.heard(message);
  const ended = new AbortController();
  const release = Promise.withResolvers<void>();
  const lock = async () =>
    locks.request(name, { signal: ended.signal }, () => {
      shared.lead(LEADER_TAB);
      return release.promise;
    });
  // Refused, by an exception or by a rejection. A link that was disposed before the lock was granted leads no more.
  lock().catch(() => shared.leadAlone());
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

/** Undefined: the browser refuses. */
function opened(open: () => Channel): Channel | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}

function openLink(deps: TabDeps, tabId: string, { cursor, refresh }: LinkUser, onFrame: (frame: Down) => void): LeaderLink {
  const { clock, deviceId, onSignedOut } = deps;
  const intervals = browserValue(INTERVALS_KEY, v.looseObject({}), deps.keep);
  const runner = new ConnectionRunner({
    clock,
    address: deps.socketAddress,
    deviceId,
    tabId,
    openSocket: deps.openSocket,
    cursor,
    onFrame,
    userId: deps.userId,
    onOtherUser: () => queueMicrotask(deps.onOtherUser),
    ask: refresh,
    visible: deps.isVisible(),
    network: deps.network(),
    intervals: numbersOf(intervals.read()),
    onIntervals: (next) => intervals.write(next),
  });
  runner.status.subscribe((status) => {
    if (status.state === 'closed' && status.reason === 'signedOut') queueMicrotask(onSignedOut);
  });
  runner.start();
  return runner;
}

function numbersOf(kept: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(kept).filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
}
