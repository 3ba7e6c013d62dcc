import type { Page } from '../../protocol/down';
import type { Change, Message } from '../../protocol/records';
import { aspectOf, fold, isTargeted, type TargetedChange } from './fold';

/** One entry of a conversation's log. */
export type Entry = { readonly kind: 'message'; readonly message: Message } | { readonly kind: 'change'; readonly change: Change };

export const messageEntry = (message: Message): Entry => ({ kind: 'message', message });
export const changeEntry = (change: Change): Entry => ({ kind: 'change', change });
export const seqOf = (entry: Entry): number => (entry.kind === 'message' ? entry.message.seq : entry.change.seq);

/**
 * A contiguous part of a conversation's log: everything from seq `from` to seq `to`, with changes folded into their targets.
 * It is empty when `to` is `from - 1`.
 */
export interface Log {
  readonly from: number;
  readonly to: number;
  /** True: it follows the end of the log, so entries after `to` are appended. False: newer entries are loaded on request. */
  readonly live: boolean;
  /** The newest seq known to exist. */
  readonly lastSeq: number;
  /** Ascending. */
  readonly messages: readonly Message[];
  /** Entries after a hole, buffered until it is filled (SYNC-1). */
  readonly held: ReadonlyMap<number, Entry>;
  /** Recent changes, ascending. They are applied to pages that were read before them. */
  readonly recent: readonly TargetedChange[];
  /** The seq of the change that set each aspect. */
  readonly decidedBy: ReadonlyMap<string, number>;
}

/** Removes what the reader may no longer see: everything up to and including `floor`. */
export function cutBelow(log: Log, floor: number): Log {
  if (log.from > floor) return log;
  const from = Math.min(floor, log.to) + 1;
  return { ...log, from, messages: log.messages.filter((message) => message.seq >= from) };
}

const RECENT_MAX = 500;

/** An empty log at the end of the conversation. */
export function emptyLog(lastSeq: number): Log {
  return { from: lastSeq + 1, to: lastSeq, live: true, lastSeq, messages: [], held: new Map(), recent: [], decidedBy: new Map() };
}

/** Whether entries are missing between `to` and an entry that is known to exist. */
export const hasHole = (log: Log): boolean => log.held.size > 0 || (log.live && log.lastSeq > log.to);

/**
 * Applies one entry, live or fetched. The expected seq is appended, with the buffered entries that follow it. A lower seq is ignored.
 * A higher seq is buffered if the log is live; otherwise only a change is folded.
 */
export function applyEntry(log: Log, entry: Entry): Log {
  const seq = seqOf(entry);
  if (seq <= log.to) return log;
  const known = remember(log, entry);
  if (!known.live) return entry.kind === 'change' ? foldInto(known, entry.change) : known;
  if (seq > known.to + 1) return known.held.has(seq) ? known : { ...known, held: new Map(known.held).set(seq, entry) };
  return drain(append(known, entry));
}

function remember(log: Log, entry: Entry): Log {
  const lastSeq = Math.max(log.lastSeq, seqOf(entry));
  if (entry.kind !== 'change' || !isTargeted(entry.change) || log.recent.some((change) => change.seq === entry.change.seq))
    return lastSeq === log.lastSeq ? log : { ...log, lastSeq };
  const recent = [...log.recent, entry.change].sort((a, b) => a.seq - b.seq).slice(-RECENT_MAX);
  return { ...log, lastSeq, recent };
}

function append(log: Log, entry: Entry): Log {
  const seq = seqOf(entry);
  const longer = { ...log, to: seq, lastSeq: Math.max(log.lastSeq, seq) };
  if (entry.kind === 'change') return foldInto(longer, entry.change);
  return { ...longer, messages: [...log.messages, entry.message] };
}

function drain(log: Log): Log {
  if (log.held.size === 0) return log;
  let next = log;
  const held = new Map([...log.held].filter(([seq]) => seq > log.to));
  for (let entry = held.get(next.to + 1); entry; entry = held.get(next.to + 1)) {
    next = append(next, entry);
    held.delete(next.to);
  }
  return { ...next, held };
}

function foldInto(log: Log, change: Change): Log {
  if (!isTargeted(change)) return log;
  const aspect = aspectOf(change);
  if ((log.decidedBy.get(aspect) ?? 0) >= change.seq) return log;
  const index = indexOfSeq(log.messages, change.targetSeq);
  const target = log.messages[index];
  if (!target) return log;
  return { ...log, messages: log.messages.with(index, fold(target, change)), decidedBy: new Map(log.decidedBy).set(aspect, change.seq) };
}

/** The index of the message with this seq, or -1. */
function indexOfSeq(messages: readonly Message[], seq: number): number {
  let low = 0;
  let high = messages.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = messages[middle]?.seq ?? 0;
    if (found === seq) return middle;
    if (found < seq) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

export function messageAt(log: Log, seq: number): Message | undefined {
  return log.messages[indexOfSeq(log.messages, seq)];
}

/** The entries of a page, ascending. */
export function entriesOf(page: Pick<Page, 'messages' | 'changes'>): Entry[] {
  return [...page.messages.map(messageEntry), ...page.changes.map(changeEntry)].sort((a, b) => seqOf(a) - seqOf(b));
}

/** Applies changes to fetched messages that arrived while the page was in transit. */
function withRecentChanges(log: Log, messages: readonly Message[]): Log {
  const decidedBy = new Map(log.decidedBy);
  const updated = messages.map((message) => {
    let current = message;
    for (const change of log.recent) {
      if (change.targetSeq !== message.seq) continue;
      current = fold(current, change);
      decidedBy.set(aspectOf(change), change.seq);
    }
    return current;
  });
  return { ...log, messages: updated, decidedBy };
}

/** Appends the entries after `to` of a page that follows `afterSeq`. Ignores a page that would leave a hole. */
export function applyNewer(log: Log, afterSeq: number, page: Page): Log {
  if (afterSeq > log.to) return log;
  const entries = entriesOf(page).filter((entry) => seqOf(entry) > log.to);
  // The conversation ends here for this reader: they may not see later entries.
  if (entries.length === 0)
    return page.hasMore || page.messages.length + page.changes.length > 0 ? log : settle({ ...log, lastSeq: log.to, live: true });
  let next = log;
  for (const entry of entries) {
    next = append(remember(next, entry), entry);
    // Changes may have arrived while the message was in transit.
    if (entry.kind === 'message') next = refoldLast(next);
  }
  return settle(next);
}

function refoldLast(log: Log): Log {
  const last = log.messages.at(-1);
  if (!last || !log.recent.some((change) => change.targetSeq === last.seq)) return log;
  const { messages, decidedBy } = withRecentChanges(log, [last]);
  return { ...log, messages: [...log.messages.slice(0, -1), ...messages], decidedBy };
}

function settle(log: Log): Log {
  const drained = drain(log);
  return drained.live || drained.to < drained.lastSeq ? drained : { ...drained, live: true };
}

/** Prepends a page that precedes `beforeSeq`. Ignores a page that would leave a hole. `floor`: the last seq that the reader may not see. */
export function applyOlder(log: Log, beforeSeq: number, page: Page, floor: number): Log {
  if (beforeSeq < log.from) return log;
  const entries = entriesOf(page);
  const first = entries[0];
  const from = page.hasMore && first ? seqOf(first) : Math.min(floor + 1, log.from);
  if (from >= log.from) return log;
  const fresh = withRecentChanges(
    log,
    page.messages.filter((message) => message.seq < log.from),
  );
  return { ...log, from, messages: [...fresh.messages, ...log.messages], decidedBy: fresh.decidedBy };
}

/** Replaces the content by a page that holds everything from `from` to `to`. */
export function replaceWith(log: Log, from: number, to: number, page: Page): Log {
  const start: Log = {
    ...log,
    from,
    to,
    live: false,
    lastSeq: Math.max(to, log.lastSeq),
    messages: [],
    held: new Map(),
    decidedBy: new Map(),
  };
  return settle(withRecentChanges(start, page.messages));
}

/** Drops the oldest messages so that at most `rows` remain. */
export function trimOlder(log: Log, rows: number): Log {
  if (log.messages.length <= rows) return log;
  const messages = log.messages.slice(-rows);
  return { ...log, messages, from: messages[0]?.seq ?? log.from, decidedBy: pruneAspects(log, messages) };
}

/** Drops the newest messages so that at most `rows` remain. The log stops following the end. */
export function trimNewer(log: Log, rows: number): Log {
  const dropped = log.messages[rows];
  if (!dropped) return log;
  const messages = log.messages.slice(0, rows);
  return { ...log, messages, to: dropped.seq - 1, live: false, held: new Map(), decidedBy: pruneAspects(log, messages) };
}

function pruneAspects(log: Log, messages: readonly Message[]): ReadonlyMap<string, number> {
  const [first = 0, last = 0] = [messages[0]?.seq, messages.at(-1)?.seq];
  return new Map([...log.decidedBy].filter(([aspect]) => Number.parseInt(aspect, 10) >= first && Number.parseInt(aspect, 10) <= last));
}
