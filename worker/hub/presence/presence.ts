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
  /** Asks another user's hub whether they are there. */
  readonly isOnline: (userId: string) => Promise<boolean>;
}

/** A reload leaves for a moment, a deploy for seconds (see web/connection/backoff); only who stays away longer is told to have gone. */
const OFFLINE_AFTER_MS = 15_000;
/** Many drop at the same moment, with a network or a proxy: their hubs do not all wake at the same moment too. */
const OFFLINE_SPREAD_MS = 5000;

function presenceItem(userId: string, online: boolean, lastSeenAt?: number): HubItem {
  const frame = { type: 'presence', userId, online, ...(lastSeenAt ? { lastSeenAt } : {}) };
  return { kind: 'presence', userId, json: JSON.stringify(frame) };
}

/** Tells others of this user's coming and going, and this user's connections of the people they show. */
export class Presence {
  /** When the last connection closed, epoch ms; forgotten when the object is evicted, which costs a second telling at most. */
  private leftAt: number | undefined;
  private readonly spreadMs: number;

  constructor(private readonly deps: PresenceDeps) {
    this.spreadMs = deps.random() * OFFLINE_SPREAD_MS;
  }

  /** The first connection is there; `watchers` were read with its inbox. */
  connected(watchers: readonly string[]): void {
    // Back before anybody was told of the going.
    const isBack = this.leftAt !== undefined;
    this.leftAt = undefined;
    if (!isBack) this.notifyWatchers(watchers, presenceItem(this.deps.userId, true));
  }

  /** The last connection closed. Returns when to call `look`, epoch ms. */
  disconnected(): number {
    this.leftAt ??= this.deps.now();
    return Math.ceil(this.leftAt + OFFLINE_AFTER_MS + this.spreadMs);
  }

  /** Nobody is connected and time has passed: tells of the going, or returns when to look again. */
  async checkOffline(): Promise<number | undefined> {
    const leftAt = this.leftAt ?? this.deps.now() - OFFLINE_AFTER_MS;
    if (this.deps.now() < leftAt + OFFLINE_AFTER_MS) return leftAt + OFFLINE_AFTER_MS;
    this.leftAt = undefined;
    await this.goOffline(leftAt);
    return undefined;
  }

  /** Answers a `watch`: the presence of each of these people now; what changes later is told by their hubs. */
  async answerWatch(connection: Connection, userIds: readonly string[]): Promise<void> {
    // Another list took its place before its turn came.
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
    // Never rejects: who is not reached finds out when they look again.
    void this.deps.fanOut.pushAll(watchers, [item]);
  }
}
