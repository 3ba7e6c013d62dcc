import type { Page } from '../../protocol/down';
import type { Change, Message } from '../../protocol/records';
import { aspectOf, fold, isTargeted, type TargetedChange } from './fold';

/** One place in a conversation's log. */
export type Entry = { readonly kind: 'message'; readonly message: Message } | { readonly kind: 'change'; readonly change: Change };

export const messageEntry = (message: Message): Entry => ({ kind: 'message', message });
export const changeEntry = (change: Change): Entry => ({ kind: 'change', change });
export const seqOf = (entry: Entry): number => (entry.kind === 'message' ? entry.message.seq : entry.change.seq);

/**
 * A contiguous part of a conversation's log: everything from seq `from` to seq `to`, changes folded into their targets.
 * It covers nothing when `to` is `from - 1`.
 */
export interface Log {
  readonly from: number;
  readonly to: number;
  /** It follows the end of the log: what comes after `to` belongs to it. Else newer entries are asked for by hand. */
  readonly live: boolean;
  /** The newest seq known to exist. */
  readonly lastSeq: number;
  /** Ascending. */
  readonly messages: readonly Message[];
  /** Entries beyond a hole, waiting for it to be filled (SYNC-1). */
  readonly held: ReadonlyMap<number, Entry>;
  /** Changes of late, ascending: a page that was read before one of them is brought up to date with it. */
  readonly recent: readonly TargetedChange[];
  /** The seq of the change that decided an aspect. */
  readonly decided: ReadonlyMap<string, number>;
}

/** The log without what is not the reader's to see any more, up to and including `floor`. */
export function cutBelow(log: Log, floor: number): Log {
  if (log.from > floor) return log;
  const from = Math.min(floor, log.to) + 1;
  return { ...log, from, messages: log.messages.filter((message) => message.seq >= from) };
}

const RECENT_MAX = 500;

/** A log of which nothing is loaded, at its end. */
export function emptyLog(lastSeq: number): Log {
  return { from: lastSeq + 1, to: lastSeq, live: true, lastSeq, messages: [], held: new Map(), recent: [], decided: new Map() };
}

/** Entries that arrived while a hole was before them. */
export const hasHole = (log: Log): boolean => log.held.size > 0 || (log.live && log.lastSeq > log.to);

/**
 * Takes one entry, live or fetched. Expected: applied, with what waited behind it. Lower: known already. Higher: held, if the
 * log follows its end; else only its change is folded.
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
  if ((log.decided.get(aspect) ?? 0) >= change.seq) return log;
  const index = indexOfSeq(log.messages, change.targetSeq);
  const target = log.messages[index];
  if (!target) return log;
  return { ...log, messages: log.messages.with(index, fold(target, change)), decided: new Map(log.decided).set(aspect, change.seq) };
}

/** Place of the message with this seq, or -1. */
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

/** Brings fetched messages up to date with changes that came while they were on their way. */
function broughtUp(log: Log, messages: readonly Message[]): Log {
  const decided = new Map(log.decided);
  const up = messages.map((message) => {
    let current = message;
    for (const change of log.recent) {
      if (change.targetSeq !== message.seq) continue;
      current = fold(current, change);
      decided.set(aspectOf(change), change.seq);
    }
    return current;
  });
  return { ...log, messages: up, decided };
}

/** A page that follows `afterSeq`. What it has beyond `to` is appended; it is ignored when it leaves a hole. */
export function applyNewer(log: Log, afterSeq: number, page: Page): Log {
  if (afterSeq > log.to) return log;
  const entries = entriesOf(page).filter((entry) => seqOf(entry) > log.to);
  // The conversation ends here, for this reader: what was said to exist beyond is not theirs to see.
  if (entries.length === 0)
    return page.hasMore || page.messages.length + page.changes.length > 0 ? log : settle({ ...log, lastSeq: log.to, live: true });
  let next = log;
  for (const entry of entries) {
    next = append(remember(next, entry), entry);
    // A fetched message may be older than changes that came while it travelled.
    if (entry.kind === 'message') next = refoldLast(next);
  }
  return settle(next);
}

function refoldLast(log: Log): Log {
  const last = log.messages.at(-1);
  if (!last || !log.recent.some((change) => change.targetSeq === last.seq)) return log;
  const { messages, decided } = broughtUp(log, [last]);
  return { ...log, messages: [...log.messages.slice(0, -1), ...messages], decided };
}

function settle(log: Log): Log {
  const drained = drain(log);
  return drained.live || drained.to < drained.lastSeq ? drained : { ...drained, live: true };
}

/** A page that precedes `beforeSeq`; ignored when it leaves a hole. `floor`: the last seq that is not the reader's to see. */
export function applyOlder(log: Log, beforeSeq: number, page: Page, floor: number): Log {
  if (beforeSeq < log.from) return log;
  const entries = entriesOf(page);
  const first = entries[0];
  const from = page.hasMore && first ? seqOf(first) : Math.min(floor + 1, log.from);
  if (from >= log.from) return log;
  const fresh = broughtUp(
    log,
    page.messages.filter((message) => message.seq < log.from),
  );
  return { ...log, from, messages: [...fresh.messages, ...log.messages], decided: fresh.decided };
}

/** The log at another place, in place of what was loaded: a page that is everything from `from` to `to`. */
export function replaceWith(log: Log, from: number, to: number, page: Page): Log {
  const start: Log = {
    ...log,
    from,
    to,
    live: false,
    lastSeq: Math.max(to, log.lastSeq),
    messages: [],
    held: new Map(),
    decided: new Map(),
  };
  return settle(broughtUp(start, page.messages));
}

/** What is kept when only so many rows may be: the end that is being read stays. */
export function trimOlder(log: Log, rows: number): Log {
  if (log.messages.length <= rows) return log;
  const messages = log.messages.slice(-rows);
  return { ...log, messages, from: messages[0]?.seq ?? log.from, decided: pruned(log, messages) };
}

export function trimNewer(log: Log, rows: number): Log {
  const dropped = log.messages[rows];
  if (!dropped) return log;
  const messages = log.messages.slice(0, rows);
  return { ...log, messages, to: dropped.seq - 1, live: false, held: new Map(), decided: pruned(log, messages) };
}

function pruned(log: Log, messages: readonly Message[]): ReadonlyMap<string, number> {
  const [first = 0, last = 0] = [messages[0]?.seq, messages.at(-1)?.seq];
  return new Map([...log.decided].filter(([aspect]) => Number.parseInt(aspect, 10) >= first && Number.parseInt(aspect, 10) <= last));
}
