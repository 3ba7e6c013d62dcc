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

/** What an account provides to its link. */
export interface LinkUser {
  readonly cursor: () => string | undefined;
  readonly onFrame: (frame: Down) => void;
  readonly onOutbox: (event: SharedOutboxEvent) => void;
  readonly onOutboxStale: () => void;
  readonly snapshot: () => Down | undefined;
  /** Loads the inbox over HTTP and shows it. Never rejects. */
  readonly refresh: () => Promise<HttpAnswer>;
}

/** The link of this tab and its role among the tabs of the browser. */
export interface Tab {
  readonly link: Link;
  /** Whether this tab holds the socket and sends the outbox. */
  readonly isLeader: ReadonlySignal<boolean>;
  /** Shares an outbox event with the other tabs. */
  readonly share: (event: SharedOutboxEvent) => void;
  /** Notifies the other tabs that the user signed out. */
  readonly signedOut: () => void;
}

const INTERVALS_KEY = 'magpie.heartbeat';
/** The tab id of every leader, so that a new leader's socket replaces the stale one of the old leader (close 4005). */
const LEADER_TAB = `leader-${TABS}`;

/** Connects through one socket per browser if it offers locks and channels; otherwise each tab has a socket. */
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
