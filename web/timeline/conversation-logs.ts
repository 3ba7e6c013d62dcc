import type { ConversationSummary } from '../../protocol/records';
import type { Clock } from '../platform/clock';
import { ConversationLog } from './conversation-log';
import type { Entry } from './log';
import type { Pages } from './pages';
import type { LogStore } from './stored-log';

export interface ConversationLogsDeps {
  readonly clock: Clock;
  readonly store: LogStore;
  readonly pages: Pages;
  readonly summaryOf: (conversationId: string) => ConversationSummary | undefined;
}

/** The logs in this tab: of conversations that were opened or received an entry. */
export class ConversationLogs {
  private readonly logs = new Map<string, ConversationLog>();

  constructor(private readonly deps: ConversationLogsDeps) {}

  of(id: string): ConversationLog {
    let log = this.logs.get(id);
    if (!log) {
      const { clock, pages, store, summaryOf } = this.deps;
      log = new ConversationLog(id, {
        clock,
        pages,
        load: () => store.loadLog(id),
        save: (log) => store.saveLog(log),
        floor: () => summaryOf(id)?.visibleAfterSeq ?? 0,
        lastSeq: () => summaryOf(id)?.lastSeq ?? 0,
      });
      this.logs.set(id, log);
    }
    return log;
  }

  apply(id: string, entry: Entry): void {
    this.of(id).apply(entry);
  }

  /** Notes that a log extends to `seq`, if this tab holds it. */
  extendTo(id: string, seq: number): void {
    this.logs.get(id)?.extendTo(seq);
  }

  /** Drops all logs in memory and storage, because the history was replaced. */
  reset(): void {
    for (const log of this.logs.values()) log.reset();
    void this.deps.store.dropLogs();
  }

  savePending(): void {
    for (const log of this.logs.values()) log.savePending();
  }

  dispose(): void {
    for (const log of this.logs.values()) log.dispose();
  }
}
