import type { Timeline } from './timeline.ts';

const HOLE_PATIENCE_MS = 100;
const PULL_TIMEOUT_MS = 3000;
/** Entries asked for at a time. */
export const PULL_LIMIT = 100;

/** Pulls that are under way, one a conversation, and holes that have stood for how long. */
export class Pulls {
  private readonly underWay = new Map<string, { readonly requestId: string; readonly since: number }>();
  private readonly holeSince = new Map<string, number>();
  private lastId = 0;

  /** The connection is gone, and what was asked on it. */
  restart(): void {
    this.underWay.clear();
  }

  /** The id to ask under; undefined while an earlier pull may still be answered. */
  begin(conversationId: string): string | undefined {
    const now = performance.now();
    const asked = this.underWay.get(conversationId);
    if (asked && now - asked.since < PULL_TIMEOUT_MS) return undefined;
    const requestId = `p${++this.lastId}`;
    this.underWay.set(conversationId, { requestId, since: now });
    return requestId;
  }

  answered(conversationId: string, requestId: string): void {
    if (this.underWay.get(conversationId)?.requestId === requestId) this.underWay.delete(conversationId);
  }

  /** Whether a hole has stood so long that what is missing will not come by itself. */
  isImpatient({ conversationId, isBehind }: Timeline, now: number): boolean {
    if (!isBehind) {
      this.holeSince.delete(conversationId);
      return false;
    }
    const since = this.holeSince.get(conversationId);
    if (since === undefined) this.holeSince.set(conversationId, now);
    return since !== undefined && now - since > HOLE_PATIENCE_MS;
  }
}
