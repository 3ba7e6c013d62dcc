import type { Fetch } from '../api/http';
import type { Socket, SocketEvents } from '../connection/runner';
import type { Channel, TabMessage } from '../connection/tabs/messages';
import { type Clock, realClock } from '../platform/clock';
import { type Keep, pageKeep } from '../platform/keep';
import { deleteStore, openStore } from '../store/idb';
import type { Store } from '../store/store';

/** The browser features that the app uses. Tests provide fakes. */
export interface Browser {
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly openSocket: (url: string, events: SocketEvents) => Socket;
  /** `ws:` or `wss:` address of the hub. */
  readonly socketAddress: string;
  readonly keep: Keep;
  readonly openStore: (userId: string, onLost: () => void) => Promise<Store>;
  readonly deleteStore: (userId: string) => Promise<void>;
  readonly locks: LockManager | undefined;
  readonly openChannel: ((name: string, heard: (message: TabMessage) => void) => Channel) | undefined;
  readonly isVisible: () => boolean;
  readonly network: () => string | undefined;
  /** Reports visibility, network changes and page close. Returns the function that stops it. */
  readonly watch: (handlers: { visible(): void; hidden(): void; network(): void; leaving(): void }) => () => void;
}

/** The type of the network as Chromium names it. */
function networkType(): string | undefined {
  const { connection } = navigator as Navigator & { readonly connection?: { readonly type?: string; readonly effectiveType?: string } };
  return connection?.type ?? connection?.effectiveType;
}

/** Only tabs of this origin with the same wire format share a channel (`TABS` is in the name), so messages need no parsing. */
function openBroadcast(name: string, heard: (message: TabMessage) => void): Channel {
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => heard(data);
  return { post: (message) => channel.postMessage(message), close: () => channel.close() };
}

export function realBrowser(): Browser {
  const { protocol, host } = location;
  return {
    clock: realClock,
    fetch: (url, init) => fetch(url, init),
    openSocket(url, events) {
      const socket = new WebSocket(url);
      socket.onopen = () => events.opened();
      socket.onmessage = ({ data }) => events.received(data);
      socket.onclose = ({ code, reason }) => events.closed(code, reason);
      return socket;
    },
    socketAddress: `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/api/ws`,
    keep: pageKeep,
    openStore,
    deleteStore,
    locks: navigator.locks,
    openChannel: typeof BroadcastChannel === 'undefined' ? undefined : openBroadcast,
    isVisible: () => document.visibilityState === 'visible',
    network: networkType,
    watch({ visible, hidden, network, leaving }) {
      const ended = new AbortController();
      const { signal } = ended;
      document.addEventListener('visibilitychange', () => (document.visibilityState === 'visible' ? visible() : hidden()), { signal });
      window.addEventListener('online', network, { signal });
      window.addEventListener('pagehide', leaving, { signal });
      return () => ended.abort();
    },
  };
}
