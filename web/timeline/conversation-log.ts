import { batch, type Signal, signal } from '@preact/signals';
import type { Page } from '../../protocol/down';
import { PAGE_MAX } from '../../protocol/limits';
import type { Problem } from '../model/result';
import type { Clock } from '../platform/clock';
import { Alarm } from '../platform/clock';
import type { KeptLog } from './kept-log';
import { applyEntry, applyNewer, cutBelow, type Entry, emptyLog, entriesOf, hasHole, type Log, replaceWith, seqOf, trimOlder } from './log';
import type { Pages } from './pages';

/** What comes out of order may sort itself out for so long before the hole is pulled, milliseconds. */
export const HOLD_MS = 300;
/** A hole that could not be filled is tried again after this, milliseconds. */
export const RESYNC_MS = 3000;
/** Further behind than this many entries, a window starts over at the end instead of pulling all that lies between. */
export const FAR = 300;
/** Messages of a conversation that are kept for the next start. */
export const KEPT_MAX = 200;
/** Messages a window holds at most. */
export const WINDOW_MAX = 1000;
const SAVE_MS = 500;

export interface ConversationLogDeps {
  readonly clock: Clock;
  readonly pages: Pages;
  readonly load: () => Promise<KeptLog | undefined>;
  /** Resolves to whether the log was written. */
  readonly save: (log: KeptLog) => Promise<boolean>;
  /** The last seq that is not the reader's to see, and the newest known. */
  readonly floor: () => number;
  readonly lastSeq: () => number;
}

/**
 * One conversation's log in this tab: its end, which is kept across reloads, and the windows that are open on it. All of them take
 * every entry; holes are pulled once for all.
 */
export class ConversationLog {
  readonly tail: Signal<Log>;
  private readonly windows = new Set<Signal<Log>>();
  private waiting: Entry[] | null = [];
  private readonly hold: Alarm;
  private readonly saving: Alarm;
  private filling: Promise<Problem | null> | null = null;
  private saved: Log | undefined;
  /** What is held was kept by another build: shown until its end was pulled again. */
  private stale = false;
  /** The last page that was pulled filled no hole. */
  private fruitless = false;
  /** Done when the kept part is here. */
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
    const kept = await this.deps.load();
    const waiting = this.waiting ?? [];
    // What came meanwhile has raised the end already: the log starts before it, and takes it.
    const before = Math.min(this.deps.lastSeq(), ...waiting.map((entry) => seqOf(entry) - 1));
    const log = { ...emptyLog(before), lastSeq: this.deps.lastSeq() };
    if (kept && kept.to >= this.deps.floor()) {
      const { from, to, messages, stale = false } = kept;
      this.stale = stale;
      this.tail.value = cutBelow({ ...log, from, to, messages, lastSeq: Math.max(to, log.lastSeq) }, this.deps.floor());
    } else {
      this.tail.value = log;
    }
    this.waiting = null;
    for (const entry of waiting) this.take(entry);
  }

  /** A window of its own on the log; it starts as what the end holds. */
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

  /** One entry, live. */
  take(entry: Entry): void {
    if (this.waiting) {
      this.waiting.push(entry);
      return;
    }
    this.each((log) => applyEntry(log, entry));
    if (this.holed().length > 0) this.hold.ensure(this.deps.clock.now() + HOLD_MS);
  }

  /** The log is known to reach as far as `seq`: what lacks is pulled, if anybody looks or anything is kept. */
  reaches(seq: number): void {
    if (this.waiting) return;
    const floor = this.deps.floor();
    this.each((whole) => {
      const log = cutBelow(whole, floor);
      if (seq <= log.lastSeq) return log;
      return this.isLoaded(log) || log.held.size > 0 ? { ...log, lastSeq: seq } : emptyLog(seq);
    });
    if (this.isOpen && this.holed().length > 0) void this.fill();
  }

  /** Pulls what lacks, once at a time. Null: nothing lacks any more. */
  fill(): Promise<Problem | null> {
    this.hold.set(null);
    this.fruitless = false;
    this.filling ??= this.pullHoles().finally(() => {
      this.filling = null;
      // What another build kept is pulled again at the next welcome, or when somebody opens it.
      if (!this.fruitless && this.holed(false).length > 0 && (this.isOpen || this.tail.value.held.size > 0))
        this.hold.ensure(this.deps.clock.now() + RESYNC_MS);
    });
    return this.filling;
  }

  private async pullHoles(): Promise<Problem | null> {
    for (let holed = this.holed(); holed.length > 0; holed = this.holed()) {
      const after = Math.min(...holed.map((log) => log.value.to));
      const lastSeq = Math.max(...holed.map((log) => log.value.lastSeq));
      const far = this.stale || lastSeq - after > FAR;
      const range = far ? { before: lastSeq + 1 } : { after };
      const answer = await this.deps.pages.get(this.id, range, PAGE_MAX);
      if (!answer.ok) return answer.problem;
      const before = holed.map((log) => log.value);
      if (far) this.startOver(lastSeq, answer.value);
      else this.each((log) => applyNewer(log, after, answer.value));
      // An answer that changes nothing would be asked for again and again: the next entry is a reason to look again.
      this.fruitless = this.holed().every((log) => before.includes(log.value));
      if (this.fruitless) return null;
    }
    return null;
  }

  /** Far behind: the end is loaded anew, and who reads in between stays there. */
  private startOver(lastSeq: number, page: Page): void {
    const first = entriesOf(page)[0];
    const from = page.hasMore && first ? seqOf(first) : this.deps.floor() + 1;
    // As it was before: a window that has just jumped to the end shows this very log, and goes on with it.
    const tail = this.tail.value;
    const { stale } = this;
    this.stale = false;
    this.each((log) => {
      if (!log.live || (!stale && lastSeq - log.to <= FAR)) return log;
      const isTail = stale || log === tail;
      if (!isTail && log.messages.length > 0) return { ...log, live: false, held: new Map() };
      // It goes on following the end, also when more was said while the page travelled.
      return { ...replaceWith(log, from, lastSeq, page), live: true };
    });
  }

  private holed(stale = this.stale): Signal<Log>[] {
    return [this.tail, ...this.windows].filter(
      ({ value }) => value.live && (stale || hasHole(value)) && (this.isLoaded(value) || value.held.size > 0),
    );
  }

  /** Whether a log holds what there is before its end, so that more of the end is worth pulling. */
  private isLoaded(log: Log): boolean {
    return log.to >= log.from || log.from <= this.deps.floor() + 1;
  }

  /** Changes all that is loaded alike: the end, and the windows. */
  each(change: (log: Log) => Log): void {
    batch(() => {
      const windows = [...this.windows];
      const tail = change(this.tail.value);
      this.tail.value = trimOlder(tail, KEPT_MAX);
      for (const window of windows) {
        const next = change(window.value);
        // Appending to a full window lets its oldest rows go; a few at a time would mean all the time.
        window.value = next.messages.length > WINDOW_MAX && next.live ? trimOlder(next, WINDOW_MAX - 50) : next;
      }
    });
    if (this.tail.value !== this.saved) this.saving.ensure(this.deps.clock.now() + SAVE_MS);
  }

  /** Takes over as its end what a window has loaded there. */
  adopt(log: Log): void {
    if (!log.live || hasHole(log) || (log.to <= this.tail.value.to && log.from >= this.tail.value.from)) return;
    this.tail.value = trimOlder(log, KEPT_MAX);
    this.saving.ensure(this.deps.clock.now() + SAVE_MS);
  }

  private save(): void {
    const { from, to, messages } = this.tail.value;
    if (to < from || this.stale) return;
    const tail = this.tail.value;
    this.saved = tail;
    void this.deps.save({ conversationId: this.id, from, to, messages }).then((done) => {
      // What could not be written is written with the next change, or when the page is left.
      if (!done && this.saved === tail) this.saved = undefined;
    });
  }

  /** Forgets all: the history is another one. */
  reset(): void {
    const lastSeq = this.deps.lastSeq();
    this.stale = false;
    for (const log of [this.tail, ...this.windows]) log.value = emptyLog(lastSeq);
    this.saved = this.tail.value;
  }

  /** Writes what is not yet kept. */
  flush(): void {
    this.saving.set(null);
    if (this.tail.value !== this.saved) this.save();
  }

  dispose(): void {
    this.hold.set(null);
    this.saving.set(null);
  }
}
