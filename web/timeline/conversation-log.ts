import { batch, type Signal, signal } from '@preact/signals';
import type { Page } from '../../protocol/down';
import { PAGE_MAX } from '../../protocol/limits';
import type { Problem } from '../model/result';
import type { Clock } from '../platform/clock';
import { Alarm } from '../platform/clock';
import { applyEntry, applyNewer, cutBelow, type Entry, emptyLog, entriesOf, hasHole, type Log, replaceWith, seqOf, trimOlder } from './log';
import type { Pages } from './pages';
import type { StoredLog } from './stored-log';

/** Entries out of order may fill a hole by themselves for this long before it is pulled, milliseconds. */
export const HOLD_MS = 300;
/** Delay before a hole that could not be filled is pulled again, milliseconds. */
export const RESYNC_MS = 3000;
/** A window that is further behind than this many entries reloads the end instead of pulling everything in between. */
export const FAR = 300;
/** Messages of a conversation that are stored for the next start. */
export const STORED_MAX = 200;
/** A window holds at most this many messages. */
export const WINDOW_MAX = 1000;
const SAVE_MS = 500;

export interface ConversationLogDeps {
  readonly clock: Clock;
  readonly pages: Pages;
  readonly load: () => Promise<StoredLog | undefined>;
  /** Resolves to whether the write succeeded. */
  readonly save: (log: StoredLog) => Promise<boolean>;
  /** The last seq that the reader may not see. */
  readonly floor: () => number;
  /** The newest seq known. */
  readonly lastSeq: () => number;
}

/**
 * One conversation's log in this tab: the tail, which is stored across reloads, and the open windows. Every entry goes to all of them;
 * a hole is pulled once for all.
 */
export class ConversationLog {
  readonly tail: Signal<Log>;
  private readonly windows = new Set<Signal<Log>>();
  /** Entries that arrive before the stored log is loaded; null afterwards. */
  private early: Entry[] | null = [];
  private readonly hold: Alarm;
  private readonly saving: Alarm;
  private filling: Promise<Problem | null> | null = null;
  private saved: Log | undefined;
  /** Another build stored this log: it is shown, but its end must be pulled again. */
  private stale = false;
  /** The last pulled page filled no hole. */
  private stalled = false;
  /** Resolves when the stored log is loaded. */
  readonly ready: Promise<void>;

  constructor(
    readonly id: string,
    private readonly deps: ConversationLogDeps,
  ) {
    this.tail = signal(emptyLog(deps.lastSeq()));
    this.hold = new Alarm(deps.clock, () => void this.fill());
    this.saving = new Alarm(deps.clock, () => this.save());
    this.ready = this.restore();
  }

  private async restore(): Promise<void> {
    const stored = await this.deps.load();
    const early = this.early ?? [];
    // Early entries have already raised `lastSeq`: start before them, then apply them.
    const before = Math.min(this.deps.lastSeq(), ...early.map((entry) => seqOf(entry) - 1));
    const log = { ...emptyLog(before), lastSeq: this.deps.lastSeq() };
    if (stored && stored.to >= this.deps.floor()) {
      const { from, to, messages, stale = false } = stored;
      this.stale = stale;
      this.tail.value = cutBelow({ ...log, from, to, messages, lastSeq: Math.max(to, log.lastSeq) }, this.deps.floor());
    } else {
      this.tail.value = log;
    }
    this.early = null;
    for (const entry of early) this.apply(entry);
  }

  /** Opens a window on the log. It starts with the content of the tail. */
  open(): Signal<Log> {
    const window = signal(this.tail.value);
    this.windows.add(window);
    return window;
  }

  close(window: Signal<Log>): void {
    this.windows.delete(window);
  }

  get isStale(): boolean {
    return this.stale;
  }

  get isOpen(): boolean {
    return this.windows.size > 0;
  }

  /** Applies a live entry to the tail and all windows. */
  apply(entry: Entry): void {
    if (this.early) {
      this.early.push(entry);
      return;
    }
    this.updateAll((log) => applyEntry(log, entry));
    if (this.logsToFill().length > 0) this.hold.ensure(this.deps.clock.now() + HOLD_MS);
  }

  /** Notes that the log extends to `seq`. Pulls missing entries if a window is open; a log with nothing loaded moves to the end. */
  extendTo(seq: number): void {
    if (this.early) return;
    const floor = this.deps.floor();
    this.updateAll((whole) => {
      const log = cutBelow(whole, floor);
      if (seq <= log.lastSeq) return log;
      return this.isLoaded(log) || log.held.size > 0 ? { ...log, lastSeq: seq } : emptyLog(seq);
    });
    if (this.isOpen && this.logsToFill().length > 0) void this.fill();
  }

  /** Pulls missing entries; concurrent calls share one run. Resolves to null when nothing more can be filled. */
  fill(): Promise<Problem | null> {
    this.hold.set(null);
    this.stalled = false;
    this.filling ??= this.pullHoles().finally(() => {
      this.filling = null;
      // A stale log is pulled again at the next welcome or when a window opens.
      if (!this.stalled && this.logsToFill(false).length > 0 && (this.isOpen || this.tail.value.held.size > 0))
        this.hold.ensure(this.deps.clock.now() + RESYNC_MS);
    });
    return this.filling;
  }

  private async pullHoles(): Promise<Problem | null> {
    for (let incomplete = this.logsToFill(); incomplete.length > 0; incomplete = this.logsToFill()) {
      const after = Math.min(...incomplete.map((log) => log.value.to));
      const lastSeq = Math.max(...incomplete.map((log) => log.value.lastSeq));
      const far = this.stale || lastSeq - after > FAR;
      const range = far ? { before: lastSeq + 1 } : { after };
      const answer = await this.deps.pages.get(this.id, range, PAGE_MAX);
      if (!answer.ok) return answer.problem;
      const before = incomplete.map((log) => log.value);
      if (far) this.reloadEnd(lastSeq, answer.value);
      else this.updateAll((log) => applyNewer(log, after, answer.value));
      // A page that changes nothing would be pulled in a loop. The next entry triggers another try.
      this.stalled = this.logsToFill().every((log) => before.includes(log.value));
      if (this.stalled) return null;
    }
    return null;
  }

  /** Replaces logs that are far behind by a page of the end. A window that shows older messages stays where it is. */
  private reloadEnd(lastSeq: number, page: Page): void {
    const first = entriesOf(page)[0];
    const from = page.hasMore && first ? seqOf(first) : this.deps.floor() + 1;
    // A window that has just jumped to the end shares this object, so it is replaced too.
    const tail = this.tail.value;
    const { stale } = this;
    this.stale = false;
    this.updateAll((log) => {
      if (!log.live || (!stale && lastSeq - log.to <= FAR)) return log;
      const isTail = stale || log === tail;
      if (!isTail && log.messages.length > 0) return { ...log, live: false, held: new Map() };
      // The log keeps following the end even if newer messages were sent while the page was in transit.
      return { ...replaceWith(log, from, lastSeq, page), live: true };
    });
  }

  private logsToFill(stale = this.stale): Signal<Log>[] {
    return [this.tail, ...this.windows].filter(
      ({ value }) => value.live && (stale || hasHole(value)) && (this.isLoaded(value) || value.held.size > 0),
    );
  }

  /** Whether the log has content, or there is nothing older to load, so that pulling the end continues it. */
  private isLoaded(log: Log): boolean {
    return log.to >= log.from || log.from <= this.deps.floor() + 1;
  }

  /** Applies `change` to the tail and all windows. */
  updateAll(change: (log: Log) => Log): void {
    batch(() => {
      const windows = [...this.windows];
      const tail = change(this.tail.value);
      this.tail.value = trimOlder(tail, STORED_MAX);
      for (const window of windows) {
        const next = change(window.value);
        // Appending to a full window drops its oldest rows: 50 at once, so that not every message trims it.
        window.value = next.messages.length > WINDOW_MAX && next.live ? trimOlder(next, WINDOW_MAX - 50) : next;
      }
    });
    if (this.tail.value !== this.saved) this.saving.ensure(this.deps.clock.now() + SAVE_MS);
  }

  /** Replaces the tail by the log of a window that has loaded the end. */
  replaceTail(log: Log): void {
    if (!log.live || hasHole(log) || (log.to <= this.tail.value.to && log.from >= this.tail.value.from)) return;
    this.tail.value = trimOlder(log, STORED_MAX);
    this.saving.ensure(this.deps.clock.now() + SAVE_MS);
  }

  private save(): void {
    const { from, to, messages } = this.tail.value;
    if (to < from || this.stale) return;
    const tail = this.tail.value;
    this.saved = tail;
    void this.deps.save({ conversationId: this.id, from, to, messages }).then((done) => {
      // A failed write is retried with the next change, or when the page is closed.
      if (!done && this.saved === tail) this.saved = undefined;
    });
  }

  /** Drops everything, because the history was replaced. */
  reset(): void {
    const lastSeq = this.deps.lastSeq();
    this.stale = false;
    for (const log of [this.tail, ...this.windows]) log.value = emptyLog(lastSeq);
    this.saved = this.tail.value;
  }

  /** Saves unsaved changes now. */
  savePending(): void {
    this.saving.set(null);
    if (this.tail.value !== this.saved) this.save();
  }

  dispose(): void {
    this.hold.set(null);
    this.saving.set(null);
  }
}
