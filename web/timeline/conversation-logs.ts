import type { ConversationSummary } from '../../protocol/records';
import type { Clock } from '../platform/clock';
import { ConversationLog } from './conversation-log';
import type { LogStore } from './kept-log';
import type { Entry } from './log';
import type { Pages } from './pages';

export interface ConversationLogsDeps {
  readonly clock: Clock;
  readonly store: LogStore;
  readonly pages: Pages;
  readonly summaryOf: (conversationId: string) => ConversationSummary | undefined;
}

/** The logs that this tab has come to hold: of what was opened, and of what something was said in. */
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
        save: (kept) => store.saveLog(kept),
        floor: () => summaryOf(id)?.visibleAfterSeq ?? 0,
        lastSeq: () => summaryOf(id)?.lastSeq ?? 0,
      });
      this.logs.set(id, log);
    }
    return log;
  }

  take(id: string, entry: Entry): void {
    this.of(id).take(entry);
  }

  /** A log that is held here is known to reach as far as `seq`. */
  reaches(id: string, seq: number): void {
    this.logs.get(id)?.reaches(seq);
  }

  /** The history is another one: what is held and kept of the old one goes. */
  reset(): void {
    for (const log of this.logs.values()) log.reset();
    void this.deps.store.dropLogs();
  }

  flush(): void {
    for (const log of this.logs.values()) log.flush();
  }

  dispose(): void {
    for (const log of this.logs.values()) log.dispose();
  }
}
