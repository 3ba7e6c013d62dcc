import type { Browser } from '../app/browser';
import type { Channel, TabMessage } from '../connection/tabs/messages';
import { realClock } from '../platform/clock';
import { deleteStore, openStore } from '../store/idb';
import { memoryStore } from '../store/memory';
import type { FakeHub } from './fake-hub';

/** A tab of the profile that can be shown and hidden. */
export interface FakeTab extends Browser {
  show(on: boolean): void;
}

/** A browser object that refuses. */
export type Refused = 'locks' | 'locksByThrowing' | 'channel' | 'storage';

const blocked = () => new DOMException('Blocked', 'SecurityError');
// The app asks for locks, and nothing else.
const refusingLocks = () => ({ request: () => Promise.reject(blocked()) }) as unknown as LockManager;
const throwingLocks = () =>
  ({
    request: () => {
      throw blocked();
    },
  }) as unknown as LockManager;

/** A browser profile with real IndexedDB semantics; its tabs share storage, locks and channels. */
export class FakeProfile {
  /** The content of `localStorage`. */
  readonly kept = new Map<string, string>();
  private readonly channels = new Map<string, Set<(message: TabMessage) => void>>();
  private readonly queues = new Map<string, Promise<unknown>>();
  lasting = true;

  constructor(private readonly hub: FakeHub) {}

  /** `refused`: what the browser refuses to this tab, as it does where site data is blocked. */
  tab({ shared = false, refused = [] }: { shared?: boolean; refused?: readonly Refused[] } = {}): FakeTab {
    const { hub, kept } = this;
    const refuses = (what: Refused): boolean => refused.includes(what);
    let visible = true;
    let handlers: Parameters<Browser['watch']>[0] | undefined;
    return {
      clock: { ...realClock, random: () => 0 },
      fetch: (url) => hub.fetch(url),
      openSocket: (url, events) => hub.open(url, events),
      socketAddress: 'ws://x/api/ws',
      keep: {
        get: (key) => kept.get(key) ?? null,
        set: (key, value) => void (value === null ? kept.delete(key) : kept.set(key, value)),
        keys: () => [...kept.keys()],
      },
      openStore: refuses('storage') ? async () => memoryStore() : openStore,
      deleteStore,
      locks: refuses('locks') ? refusingLocks() : refuses('locksByThrowing') ? throwingLocks() : shared ? this.locks() : undefined,
      openChannel: refuses('channel')
        ? () => {
            throw blocked();
          }
        : shared
          ? (name, onMessage) => this.channel(name, onMessage)
          : undefined,
      isVisible: () => visible,
      show(on) {
        visible = on;
        if (on) handlers?.visible();
        else handlers?.hidden();
      },
      network: () => undefined,
      watch(events) {
        handlers = events;
        return () => undefined;
      },
    };
  }

  private channel(name: string, onMessage: (message: TabMessage) => void): Channel {
    const all = this.channels.get(name) ?? new Set();
    this.channels.set(name, all.add(onMessage));
    return {
      post: (message) => {
        const copy = structuredClone(message);
        for (const other of all) if (other !== onMessage) queueMicrotask(() => all.has(other) && other(copy));
      },
      close: () => void all.delete(onMessage),
    };
  }

  /** Locks granted in request order, as in a browser. */
  private locks(): LockManager {
    const { queues } = this;
    const request = async (name: string, options: LockOptions, work: LockGrantedCallback<unknown>) => {
      const before = queues.get(name) ?? Promise.resolve();
      const mine = before.then(() => (options.signal?.aborted ? undefined : work(null)));
      queues.set(
        name,
        mine.catch(() => undefined),
      );
      return mine;
    };
    // The app only requests locks with options.
    return { request, query: async () => ({}) } as unknown as LockManager;
  }
}
