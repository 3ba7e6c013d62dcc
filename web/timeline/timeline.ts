import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { kindOf, plainOf, type TextBody } from '../../protocol/bodies';
import type { Page } from '../../protocol/down';
import { PAGE_MAX } from '../../protocol/limits';
import type { Message } from '../../protocol/records';
import type { ChangeRequest } from '../../protocol/up';
import type { KnownSummary } from '../model/known-summary';
import type { Problem, Result } from '../model/result';
import type { Outgoing, Timeline, TimelineMessage } from '../model/timeline';
import type { Item, Payload } from '../outbox/outbox';
import type { Clock } from '../platform/clock';
import { type ConversationLog, WINDOW_MAX } from './conversation-log';
import { applyNewer, applyOlder, entriesOf, type Log, messageAt, replaceWith, seqOf, trimNewer, trimOlder } from './log';
import type { Pages, Range } from './pages';
import { Quotes } from './quotes';
import { type RowCache, rowsOf } from './rows';

/** Entries of the first page, and of each page loaded by scrolling. */
const SCROLL_PAGE = 60;
/** Entries loaded before the target of a jump. */
const CONTEXT = 30;

export interface TimelineDeps {
  readonly clock: Clock;
  readonly myId: string;
  readonly log: ConversationLog;
  readonly pages: Pages;
  readonly summary: ReadonlySignal<KnownSummary | undefined>;
  /** The unsent items of this conversation, in the order written. */
  readonly items: ReadonlySignal<readonly Item[]>;
  readonly isAnswered: ReadonlySignal<boolean>;
  readonly write: (payload: Payload) => void;
  readonly retry: (clientMsgId: string) => void;
  readonly discard: (clientMsgId: string) => void;
  readonly markRead: (seq: number, n: number) => void;
  readonly typing: () => void;
}

/** Opens a window on a conversation's log. */
export function openTimeline(deps: TimelineDeps): Timeline {
  return new TimelineWindow(deps).timeline();
}

class TimelineWindow {
  private readonly window: Signal<Log>;
  private readonly state = signal<'loading' | 'ready' | 'failed'>('loading');
  private readonly unreadAfterSeq: number | null;
  /** The window is still loading the first unread message; its current content is not shown as ready. */
  private readonly positioning: Signal<boolean>;
  private readonly quotes: Quotes;
  private readonly recalled = new Map<number, string>();
  private loading: Promise<Problem | null> | null = null;
  private stopRetrying: () => void = () => undefined;
  private closed = false;

  constructor(private readonly deps: TimelineDeps) {
    const summary = deps.summary.peek();
    this.unreadAfterSeq = summary && summary.unread > 0 ? summary.readSeq : null;
    this.window = deps.log.open();
    this.positioning = signal(this.lacksUnread());
    this.quotes = new Quotes({
      clock: deps.clock,
      isAnswered: deps.isAnswered,
      load: (seq) => this.get({ after: seq - 1 }, 1),
      rowOf: (message) => this.rowOf(message),
    });
    void this.start();
  }

  timeline(): Timeline {
    const { deps, window } = this;
    let cache: RowCache = new Map();
    const rows = computed(() => {
      const summary = deps.summary.value;
      const input = {
        myId: deps.myId,
        log: window.value,
        items: deps.items.value,
        deliveredSeq: summary?.peerDeliveredSeq ?? 0,
        readSeq: summary?.peerReadSeq ?? 0,
        deleted: summary?.deletedSeqs,
      };
      const made = rowsOf(input, cache);
      cache = made.cache;
      return made.rows;
    });
    const bySeq = computed(() => new Map(rows.value.flatMap((row) => (row.seq === undefined ? [] : [[row.seq, row] as const]))));
    let firstUnread: number | null = null;
    return {
      conversationId: deps.log.id,
      rows,
      state: computed(() => (rows.value.length > 0 && !this.positioning.value ? 'ready' : this.state.value)),
      hasOlder: computed(() => window.value.from > this.floor() + 1),
      hasNewer: computed(() => !window.value.live && window.value.to < window.value.lastSeq),
      unreadAfterSeq: this.unreadAfterSeq,
      firstUnreadSeq: computed(() => {
        const after = this.unreadAfterSeq;
        if (after !== null && window.value.from <= after + 1)
          firstUnread ??= window.value.messages.find((message) => message.seq > after && message.senderId !== deps.myId)?.seq ?? null;
        return firstUnread;
      }),
      loadOlder: () => this.shareLoad(() => this.loadOlder()),
      loadNewer: () => this.shareLoad(() => this.loadNewer()),
      jumpTo: (seq) => this.jumpTo(seq),
      jumpToEnd: () => this.jumpToEnd(),
      quoted: (seq) => bySeq.value.get(seq) ?? this.quotes.get(seq),
      markRead: (seq) => this.markRead(seq),
      send: ({ replyTo, ...message }) => deps.write({ kind: 'send', body: bodyOf(message), ...(replyTo !== undefined && { replyTo }) }),
      edit: (seq, message) => this.change({ kind: 'edit', targetSeq: seq, body: bodyOf(message) }),
      recall: (seq) => {
        const body = rows.peek().find((row) => row.seq === seq && row.mine)?.body;
        if (body && kindOf(body).editable) this.recalled.set(seq, plainOf(body));
        this.change({ kind: 'recall', targetSeq: seq });
      },
      react: (seq, emoji, on) => this.change({ kind: 'reaction', targetSeq: seq, emoji, on }),
      pin: (seq, on) => this.change({ kind: 'pin', targetSeq: seq, on }),
      recalledText: (seq) => this.recalled.get(seq) ?? null,
      retry: deps.retry,
      discard: deps.discard,
      typing: deps.typing,
      close: () => this.close(),
    };
  }

  private floor(): number {
    return this.deps.summary.value?.visibleAfterSeq ?? 0;
  }

  private change(change: ChangeRequest): void {
    this.deps.write({ kind: 'change', change });
  }

  private get(range: Range, limit: number): Promise<Result<Page>> {
    return this.deps.pages.get(this.deps.log.id, range, limit);
  }

  /** Loads the first screen: the stored tail, the end of the log, or the first unread message if many are unread. */
  private async start(): Promise<void> {
    const { log } = this.deps;
    await log.ready;
    if (this.closed) return;
    this.window.value = log.tail.value;
    this.positioning.value = this.lacksUnread();
    const problem = await this.firstPage();
    if (this.closed) return;
    this.positioning.value = false;
    this.state.value = problem === null || this.window.value.messages.length > 0 ? 'ready' : 'failed';
    if (problem === null) return;
    // Try again once when the link is online.
    this.stopRetrying = this.deps.isAnswered.subscribe((online) => {
      if (!online || this.closed) return;
      queueMicrotask(() => this.stopRetrying());
      void this.firstPage().then((again) => {
        this.state.value = again === null || this.window.value.messages.length > 0 ? 'ready' : 'failed';
      });
    });
  }

  /** Whether the first unread message is outside the window, on either side. */
  private lacksUnread(): boolean {
    const { from, to, lastSeq } = this.window.peek();
    const after = this.unreadAfterSeq;
    return after !== null && lastSeq > after && (after + 1 < from || to <= after);
  }

  private async firstPage(): Promise<Problem | null> {
    const stale = this.deps.log.isStale ? await this.deps.log.fill() : null;
    if (stale !== null) return stale;
    const { from, to, lastSeq } = this.window.value;
    const after = this.unreadAfterSeq;
    if (to < from && from <= this.floor() + 1) return this.deps.log.fill();
    if (after !== null && this.lacksUnread() && lastSeq - after > PAGE_MAX - CONTEXT) return this.jumpAround(after + 1);
    const lacksUnread = after !== null && after + 1 < from;
    if (to >= from && !lacksUnread) {
      const filled = await this.deps.log.fill();
      return filled;
    }
    return this.loadEnd(lacksUnread ? PAGE_MAX : SCROLL_PAGE);
  }

  private async loadEnd(limit: number): Promise<Problem | null> {
    const before = Math.max(this.window.value.lastSeq, this.deps.summary.peek()?.lastSeq ?? 0) + 1;
    const answer = await this.get({ before }, limit);
    if (!answer.ok) return answer.problem;
    const first = entriesOf(answer.value)[0];
    const from = answer.value.hasMore && first ? seqOf(first) : Math.min(this.floor() + 1, before);
    const { value: log } = this.window;
    // Newer messages are already shown and the page does not reach them.
    if (log.live && log.from > before) return this.loadEnd(limit);
    // Keep messages that arrived while the page was in transit.
    this.window.value =
      log.live && log.from <= before && log.to >= before - 1
        ? applyOlder(log, before, answer.value, this.floor())
        : replaceWith(log, from, before - 1, answer.value);
    this.deps.log.replaceTail(this.window.value);
    // Fill in what arrived while the page was in transit.
    return this.window.value.live && this.window.value.to === this.window.value.lastSeq ? null : this.deps.log.fill();
  }

  /** Runs one load at a time; a second call shares the result of the first. */
  private shareLoad(load: () => Promise<Problem | null>): Promise<Problem | null> {
    if (this.loading !== null) return this.loading;
    const loading = load().finally(() => this.endLoad(loading));
    this.loading = loading;
    return loading;
  }

  /** Ends the shared load before the rows change, so that a view that sees them can load more at once. */
  private endLoad(loading = this.loading): void {
    if (this.loading === loading) this.loading = null;
  }

  private async loadOlder(): Promise<Problem | null> {
    const before = this.window.value.from;
    if (before <= this.floor() + 1) return null;
    const answer = await this.get({ before }, SCROLL_PAGE);
    if (!answer.ok) return answer.problem;
    this.endLoad();
    this.window.value = trimNewer(applyOlder(this.window.value, before, answer.value, this.floor()), WINDOW_MAX);
    return null;
  }

  private async loadNewer(): Promise<Problem | null> {
    if (this.state.value === 'failed') return this.firstPage();
    const after = this.window.value.to;
    if (this.window.value.live) return null;
    const answer = await this.get({ after }, SCROLL_PAGE);
    if (!answer.ok) return answer.problem;
    this.endLoad();
    this.window.value = trimOlder(applyNewer(this.window.value, after, answer.value), WINDOW_MAX);
    return null;
  }

  private async jumpTo(seq: number): Promise<Problem | null> {
    await this.deps.log.ready;
    if (messageAt(this.window.value, seq)) return null;
    if (seq >= this.window.value.from && seq <= this.window.value.to) return 'not_found';
    return this.jumpAround(seq);
  }

  private async jumpAround(seq: number): Promise<Problem | null> {
    const after = Math.max(this.floor(), seq - 1 - CONTEXT);
    const answer = await this.get({ after }, PAGE_MAX);
    if (!answer.ok) return answer.problem;
    const last = entriesOf(answer.value).at(-1);
    if (!last || seqOf(last) < seq) return 'not_found';
    this.window.value = replaceWith(this.window.value, after + 1, seqOf(last), answer.value);
    return null;
  }

  private async jumpToEnd(): Promise<Problem | null> {
    if (this.window.value.live) return this.deps.log.fill();
    const { tail } = this.deps.log;
    if (tail.value.to < tail.value.from) return this.loadEnd(SCROLL_PAGE);
    this.window.value = tail.value;
    return this.deps.log.fill();
  }

  /** The row of a single message, for a quote. */
  private rowOf(message: Message): TimelineMessage | null {
    const { seq } = message;
    const alone: Log = { ...this.window.peek(), from: seq, to: seq, live: false, messages: [message], held: new Map() };
    return rowsOf({ myId: this.deps.myId, log: alone, items: [], deliveredSeq: 0, readSeq: 0 }, new Map()).rows[0] ?? null;
  }

  private markRead(seq: number): void {
    const message = messageAt(this.window.peek(), seq);
    if (message) this.deps.markRead(seq, message.n);
  }

  private close(): void {
    this.closed = true;
    this.stopRetrying();
    this.quotes.dispose();
    this.deps.log.close(this.window);
  }
}

function bodyOf({ text, mentions = [], mentionNames = [] }: Omit<Outgoing, 'replyTo'>): TextBody {
  return { kind: 'text', text, ...(mentions.length > 0 && { mentions: [...mentions], mentionNames: [...mentionNames] }) };
}
