import type { Entry, History, UnreadState, View } from './history.ts';

/** The faults that a run must not have. Each list describes them for a person who looks for the cause. */
export interface Verdict {
  /** Acked and not in the log, acked at another seq, or in the log and not on a screen that should have it. */
  readonly lost: readonly string[];
  /** One message twice in the log or on a screen. */
  readonly duplicated: readonly string[];
  /** A screen that does not ascend by seq, a log with a hole, or one client's messages in another order than written. */
  readonly outOfOrder: readonly string[];
  /** Stored or shown although nobody wrote it, or shown with other content than stored. */
  readonly phantom: readonly string[];
  /** A client whose unread differs from a recount of the log. */
  readonly unreadWrong: readonly string[];
  readonly counts: {
    readonly intended: number;
    readonly acked: number;
    readonly stored: number;
    readonly shown: number;
    readonly views: number;
  };
}

export function isClean(verdict: Verdict): boolean {
  return problems(verdict) === 0;
}

export function problems({ lost, duplicated, outOfOrder, phantom, unreadWrong }: Verdict): number {
  return lost.length + duplicated.length + outOfOrder.length + phantom.length + unreadWrong.length;
}

/** Checks a finished run. Pure: takes the history, returns the verdict. */
export function check(history: History): Verdict {
  const log = readLog(history);
  const views = history.views.map((view) => checkView(view, log));
  const acks = checkAcks(history, log);
  return {
    lost: [...acks, ...views.flatMap((view) => view.lost)],
    duplicated: [...log.duplicated, ...views.flatMap((view) => view.duplicated)],
    outOfOrder: [...log.holes, ...checkSenders(history, log), ...views.flatMap((view) => view.outOfOrder)],
    phantom: [...log.phantom, ...views.flatMap((view) => view.phantom)],
    unreadWrong: views.flatMap((view) => view.unreadWrong),
    counts: {
      intended: history.intended.length,
      acked: history.acked.length,
      stored: history.stored.length,
      shown: history.views.reduce((sum, view) => sum + view.shown.length, 0),
      views: history.views.length,
    },
  };
}

interface Log {
  readonly byConversation: ReadonlyMap<string, readonly Entry[]>;
  readonly bySender: ReadonlyMap<string, Entry>;
  readonly duplicated: readonly string[];
  readonly holes: readonly string[];
  readonly phantom: readonly string[];
}

const keyOf = ({ senderId, clientMsgId }: { senderId: string; clientMsgId: string }) => `${senderId}/${clientMsgId}`;
const placeOf = ({ conversationId, seq }: { conversationId: string; seq: number }) => `${conversationId}#${seq}`;

function readLog({ intended, stored }: History): Log {
  const written = new Map(intended.map((item) => [keyOf(item), item]));
  const bySender = new Map<string, Entry>();
  const byConversation = new Map<string, Entry[]>();
  const duplicated: string[] = [];
  const phantom: string[] = [];
  for (const entry of [...stored].sort((a, b) => a.seq - b.seq)) {
    const first = bySender.get(keyOf(entry));
    if (first) duplicated.push(`log: ${keyOf(entry)} at ${placeOf(first)} and ${placeOf(entry)}`);
    else bySender.set(keyOf(entry), entry);
    if (written.get(keyOf(entry))?.conversationId !== entry.conversationId) phantom.push(`log: ${placeOf(entry)} was never written`);
    const list = byConversation.get(entry.conversationId);
    if (list) list.push(entry);
    else byConversation.set(entry.conversationId, [entry]);
  }
  const holes = [...byConversation.values()].flatMap((entries) =>
    entries.flatMap((entry, i) => (entry.seq === i + 1 ? [] : [`log: ${placeOf(entry)} stands in place ${i + 1}`])).slice(0, 3),
  );
  return { byConversation, bySender, duplicated, holes, phantom };
}

function checkAcks({ acked, intended }: History, log: Log): string[] {
  const senders = new Map(intended.map((item) => [item.clientMsgId, item.senderId]));
  return acked.flatMap((ack) => {
    const entry = log.bySender.get(keyOf({ senderId: senders.get(ack.clientMsgId) ?? '', clientMsgId: ack.clientMsgId }));
    if (!entry) return [`acked ${ack.clientMsgId} is not in the log`];
    return entry.seq === ack.seq && entry.conversationId === ack.conversationId
      ? []
      : [`acked ${placeOf(ack)} is stored at ${placeOf(entry)}`];
  });
}

function checkSenders({ intended }: History, log: Log): string[] {
  const last = new Map<string, number>();
  return intended.flatMap((item) => {
    const entry = log.bySender.get(keyOf(item));
    if (!entry) return [];
    const line = `${item.client}/${item.conversationId}`;
    const before = last.get(line) ?? 0;
    last.set(line, Math.max(before, entry.seq));
    return entry.seq > before ? [] : [`log: ${placeOf(entry)} of ${item.client} was written after what stands at ${before}`];
  });
}

function checkView(view: View, log: Log): Omit<Verdict, 'counts'> {
  const lost: string[] = [];
  const duplicated: string[] = [];
  const outOfOrder: string[] = [];
  const phantom: string[] = [];
  const unreadWrong: string[] = [];
  const places = new Set<string>();
  const ids = new Set<string>();
  const lastSeq = new Map<string, number>();
  for (const entry of view.shown) {
    if (places.has(placeOf(entry)) || ids.has(keyOf(entry))) duplicated.push(`${view.client}: ${placeOf(entry)} is shown twice`);
    places.add(placeOf(entry));
    ids.add(keyOf(entry));
    const stored = log.bySender.get(keyOf(entry));
    if (stored?.seq !== entry.seq || stored.conversationId !== entry.conversationId)
      phantom.push(`${view.client}: ${placeOf(entry)} is not what is stored`);
    const before = lastSeq.get(entry.conversationId) ?? 0;
    if (entry.seq < before) outOfOrder.push(`${view.client}: ${placeOf(entry)} stands after ${before}`);
    lastSeq.set(entry.conversationId, Math.max(before, entry.seq));
  }
  for (const conversationId of view.conversationIds) {
    const entries = log.byConversation.get(conversationId) ?? [];
    for (const entry of entries) if (!places.has(placeOf(entry))) lost.push(`${view.client}: ${placeOf(entry)} is not shown`);
    const state = view.unread.get(conversationId) ?? { readSeq: 0, unread: 0 };
    const expected = recount(entries, view.userId, state);
    if (state.unread !== expected) unreadWrong.push(`${view.client}: ${conversationId} says ${state.unread} unread, the log ${expected}`);
  }
  return { lost, duplicated, outOfOrder, phantom, unreadWrong };
}

/** The unread count of a reader, counted after their mark, which never precedes their own last message (READ-3). */
function recount(entries: readonly Entry[], userId: string, { readSeq }: UnreadState): number {
  const own = entries.reduce((last, entry) => (entry.senderId === userId ? Math.max(last, entry.seq) : last), 0);
  const mark = Math.max(readSeq, own);
  return entries.filter((entry) => entry.seq > mark).length;
}
