import type { FanOut } from '../../messaging/fan-out';
import { causeOf, log } from '../../platform/log';
import type { HubItem } from '../../platform/rpc';
import { markOffline, readPresence } from '../../store/people/presence';
import type { Connection } from '../connection/connection';

export interface PresenceDeps {
  readonly db: D1Database;
  readonly userId: string;
  readonly fanOut: FanOut;
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Asks another user's hub whether that user is online. */
  readonly isOnline: (userId: string) => Promise<boolean>;
}

/** Reloads and deploys disconnect briefly (see web/connection/backoff); "offline" is announced only after this long. Milliseconds. */
const OFFLINE_AFTER_MS = 15_000;
/** Spreads the wake-ups of hubs whose connections dropped at the same moment, with a network or a proxy. Milliseconds. */
const OFFLINE_SPREAD_MS = 5000;

function presenceItem(userId: string, online: boolean, lastSeenAt?: number): HubItem {
  const frame = { type: 'presence', userId, online, ...(lastSeenAt ? { lastSeenAt } : {}) };
  return { kind: 'presence', userId, json: JSON.stringify(frame) };
}

/** Announces this user's presence to others, and answers which users are online to this user's connections. */
export class Presence {
  /** When the last connection closed, epoch ms. An eviction loses it, which costs a second announcement at most. */
  private leftAt: number | undefined;
  private readonly spreadMs: number;

  constructor(private readonly deps: PresenceDeps) {
    this.spreadMs = deps.random() * OFFLINE_SPREAD_MS;
  }

  /** Announces "online" after the first connection. `watchers` were read with its inbox. */
  connected(watchers: readonly string[]): void {
    // The user came back before "offline" was announced.
    const isBack = this.leftAt !== undefined;
    this.leftAt = undefined;
    if (!isBack) this.notifyWatchers(watchers, presenceItem(this.deps.userId, true));
  }

  /** Notes that the last connection closed. Returns when to call `checkOffline`, epoch ms. */
  disconnected(): number {
    this.leftAt ??= this.deps.now();
    return Math.ceil(this.leftAt + OFFLINE_AFTER_MS + this.spreadMs);
  }

  /** Announces "offline" if it is time. Otherwise returns when to check again, epoch ms. Must be called without open connections. */
  async checkOffline(): Promise<number | undefined> {
    const leftAt = this.leftAt ?? this.deps.now() - OFFLINE_AFTER_MS;
    if (this.deps.now() < leftAt + OFFLINE_AFTER_MS) return leftAt + OFFLINE_AFTER_MS;
    this.leftAt = undefined;
    await this.goOffline(leftAt);
    return undefined;
  }

  /** Answers a `watch` with the current presence of each user. Their hubs send later changes. */
  async answerWatch(connection: Connection, userIds: readonly string[]): Promise<void> {
    // A newer list replaced this one while it waited.
    if (connection.state.watching !== userIds) return;
    connection.presence.expectAnswers(userIds);
    try {
      const visible = await readPresence(this.deps.db, this.deps.userId, userIds);
      await Promise.all(
        visible.map(async ({ userId, leased, lastSeenAt }) => {
          const online = leased && (await this.deps.isOnline(userId).catch(() => false));
          connection.presence.answer(userId, presenceItem(userId, online, lastSeenAt).json);
        }),
      );
    } catch (error) {
      log({ event: 'store_failed', step: 'presence', cause: causeOf(error) });
    }
  }

  private async goOffline(leftAt: number): Promise<void> {
    try {
      this.notifyWatchers(await markOffline(this.deps.db, this.deps.userId), presenceItem(this.deps.userId, false, leftAt));
    } catch (error) {
      log({ event: 'store_failed', step: 'presence', cause: causeOf(error) });
    }
  }

  private notifyWatchers(watchers: readonly string[], item: HubItem): void {
    // Never rejects: a watcher who was not reached sees it with the next `watch`.
    void this.deps.fanOut.pushAll(watchers, [item]);
  }
}
