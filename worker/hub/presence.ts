import type { FanOut } from '../messaging/fan-out';
import type { HubItem } from '../messaging/items';
import { leave, readSeen } from '../store/presence';
import type { Connection } from './connection';
import { causeOf, log } from './log';

export interface PresenceDeps {
  readonly db: D1Database;
  readonly userId: string;
  readonly fanOut: FanOut;
  readonly now: () => number;
  /** Asks another user's hub whether they are there. */
  readonly isOnline: (userId: string) => Promise<boolean>;
  readonly hasConnections: () => boolean;
  readonly background: (work: Promise<unknown>) => void;
}

/** A reload leaves for a moment; only who stays away is told to have gone. */
const GONE_AFTER_MS = 4000;

function presenceItem(userId: string, online: boolean, lastSeenAt?: number): HubItem {
  const frame = { type: 'presence', userId, online, ...(lastSeenAt ? { lastSeenAt } : {}) };
  return { kind: 'presence', userId, json: JSON.stringify(frame) };
}

/** Tells others of this user's coming and going, and this user's connections of the people they show. */
export class Presence {
  private goneTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly deps: PresenceDeps) {}

  /** The first connection is there; `watchers` were read with its inbox. */
  came(watchers: readonly string[]): void {
    // Back before anybody was told of the going.
    if (this.goneTimer !== undefined) {
      clearTimeout(this.goneTimer);
      this.goneTimer = undefined;
      return;
    }
    this.tell(watchers, presenceItem(this.deps.userId, true));
  }

  /** The last connection closed. */
  left(): void {
    this.goneTimer ??= setTimeout(() => {
      this.goneTimer = undefined;
      if (!this.deps.hasConnections()) this.deps.background(this.gone());
    }, GONE_AFTER_MS);
  }

  /** Answers a `watch`: how it stands with each of these people now; what changes later is told by their hubs. */
  async watch(connection: Connection, userIds: readonly string[]): Promise<void> {
    connection.state.watching = userIds;
    try {
      const seen = await readSeen(this.deps.db, this.deps.userId, userIds);
      await Promise.all(
        seen.map(async ({ userId, leased, lastSeenAt }) => {
          const online = leased && (await this.deps.isOnline(userId).catch(() => false));
          connection.sendText(presenceItem(userId, online, lastSeenAt).json);
        }),
      );
    } catch (error) {
      log({ event: 'store_failed', step: 'presence', cause: causeOf(error) });
    }
  }

  private async gone(): Promise<void> {
    try {
      this.tell(await leave(this.deps.db, this.deps.userId), presenceItem(this.deps.userId, false, this.deps.now()));
    } catch (error) {
      log({ event: 'store_failed', step: 'presence', cause: causeOf(error) });
    }
  }

  private tell(watchers: readonly string[], item: HubItem): void {
    for (const userId of watchers) this.deps.background(this.deps.fanOut.push(userId, [item]));
  }
}
