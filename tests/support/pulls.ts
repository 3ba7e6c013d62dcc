import type { Timeline } from './timeline.ts';

const HOLE_PATIENCE_MS = 100;
const PULL_TIMEOUT_MS = 3000;
/** The number of entries per pull. */
export const PULL_LIMIT = 100;

/** The running pulls, one per conversation, and the age of holes. */
export class Pulls {
  private readonly underWay = new Map<string, { readonly requestId: string; readonly since: number }>();
  private readonly holeSince = new Map<string, number>();
  private lastId = 0;

  /** Drops all pulls with their connection. */
  restart(): void {
    this.underWay.clear();
  }

  /** The id of a new pull; undefined while an earlier pull may still be answered. */
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

  /** Whether a hole is so old that its entries will not arrive without a pull. */
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
