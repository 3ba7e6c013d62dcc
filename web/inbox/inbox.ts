import { isMentioned } from '../../protocol/bodies';
import type { DownOf, Inbox as InboxEntries } from '../../protocol/down';
import { DELETIONS_LISTED_MAX } from '../../protocol/limits';
import type { Change, ConversationSummary, Message } from '../../protocol/records';
import type { KnownSummary } from '../model/known-summary';
import { fold, isTargeted } from '../timeline/fold';

/** A conversation of the inbox. Browsers store entries, so fields keep their names across versions. */
export interface InboxEntry {
  readonly summary: KnownSummary;
  /** A read mark that this device set and the hub has not confirmed; 0: none. */
  readonly unsentRead: number;
  /** Unread mentions counted by the last summary: how many, up to which seq. */
  readonly told: { readonly count: number; readonly upTo: number };
  /** Seqs of unread mentions known since then. */
  readonly mentioned: readonly number[];
  /** A message arrived while the conversation was archived and muted. It is unarchived when the mute ends. */
  readonly calledBack?: boolean;
}

export interface Inbox {
  readonly myId: string;
  readonly epoch: string | undefined;
  readonly cursor: string | undefined;
  readonly entries: ReadonlyMap<string, InboxEntry>;
}

export type InboxEvent =
  | { readonly type: 'inbox'; readonly inbox: InboxEntries }
  | { readonly type: 'message'; readonly message: Message }
  | { readonly type: 'change'; readonly change: Change }
  | { readonly type: 'conversation'; readonly conversation: ConversationSummary }
  | { readonly type: 'receipt'; readonly receipt: DownOf<'receipt'> }
  /** The user read the message on this device; `n` is its ordinal. */
  | { readonly type: 'markRead'; readonly conversationId: string; readonly seq: number; readonly n: number }
  /** The seqs of the unread mentions, complete up to `upTo`. */
  | { readonly type: 'mentions'; readonly conversationId: string; readonly seqs: readonly number[]; readonly upTo: number }
  | { readonly type: 'removed'; readonly conversationId: string }
  /** The server's time is `now`, epoch ms: mutes may have ended. */
  | { readonly type: 'time'; readonly now: number }
  /** The user turned read receipts off, and no longer sees those of others. */
  | { readonly type: 'receiptsOff' };

export function emptyInbox(myId: string): Inbox {
  return { myId, epoch: undefined, cursor: undefined, entries: new Map() };
}

/** The reducer of the inbox. Marks and `lastSeq` only rise (READ-2), so that late or repeated events are harmless. */
export function applyInbox(inbox: Inbox, event: InboxEvent): Inbox {
  switch (event.type) {
    case 'inbox':
      return applySnapshot(inbox, event.inbox);
    case 'message':
      return update(inbox, event.message.conversationId, (entry) => applyMessage(entry, event.message, inbox.myId));
    case 'change':
      return update(inbox, event.change.conversationId, (entry) => applyChange(entry, event.change));
    case 'conversation':
      return {
        ...inbox,
        entries: new Map(inbox.entries).set(event.conversation.id, merge(inbox.entries.get(event.conversation.id), event.conversation)),
      };
    case 'receipt':
      return update(inbox, event.receipt.conversationId, (entry) => applyReceipt(entry, event.receipt, inbox.myId));
    case 'markRead':
      return update(inbox, event.conversationId, (entry) => {
        const raised = raiseMark(entry, event.seq, event.n);
        return raised === entry ? entry : { ...raised, unsentRead: event.seq };
      });
    case 'mentions':
      return update(inbox, event.conversationId, (entry) => applyMentions(entry, event.seqs, event.upTo));
    case 'removed': {
      const entries = new Map(inbox.entries);
      entries.delete(event.conversationId);
      return { ...inbox, entries };
    }
    case 'time': {
      const back = [...inbox.entries].filter(([, entry]) => entry.calledBack && !isMuted(entry.summary, event.now));
      if (back.length === 0) return inbox;
      const entries = new Map(inbox.entries);
      for (const [id, { calledBack: _, ...entry }] of back) entries.set(id, { ...entry, summary: { ...entry.summary, archived: false } });
      return { ...inbox, entries };
    }
    case 'receiptsOff': {
      const unread = ({ peerReadSeq: _, ...summary }: ConversationSummary): ConversationSummary => summary;
      return { ...inbox, entries: new Map([...inbox.entries].map(([id, entry]) => [id, { ...entry, summary: unread(entry.summary) }])) };
    }
    default:
      return event satisfies never;
  }
}

function update(inbox: Inbox, id: string, change: (entry: InboxEntry) => InboxEntry): Inbox {
  const entry = inbox.entries.get(id);
  if (!entry) return inbox;
  const next = change(entry);
  return next === entry ? inbox : { ...inbox, entries: new Map(inbox.entries).set(id, next) };
}

/** Applies an inbox from the server. A new epoch drops the old history (SYNC-4); a full inbox drops what it does not list. */
function applySnapshot(inbox: Inbox, { epoch, cursor, full, conversations }: InboxEntries): Inbox {
  const known = epoch === inbox.epoch ? inbox.entries : new Map<string, InboxEntry>();
  const entries = full ? new Map<string, InboxEntry>() : new Map(known);
  for (const conversation of conversations) entries.set(conversation.id, merge(known.get(conversation.id), conversation));
  return { ...inbox, epoch, cursor, entries };
}

/** A full list holds only the newest deletions, so older known ones stay. */
function deletedSeqs(listed: readonly number[], known: readonly number[]): number[] {
  const oldest = Math.min(...listed);
  return listed.length < DELETIONS_LISTED_MAX ? [...listed] : [...listed, ...known.filter((seq) => seq < oldest)];
}

/** Merges a summary from the hub, which may be older than pushes that have already arrived. */
function merge(entry: InboxEntry | undefined, summary: KnownSummary): InboxEntry {
  if (!entry) return { summary, unsentRead: 0, told: { count: summary.mentions, upTo: summary.lastSeq }, mentioned: [] };
  const known = entry.summary;
  const newest = known.lastSeq > summary.lastSeq && summary.leftSeq === undefined ? known : summary;
  const read = known.readSeq > summary.readSeq ? known : summary;
  const last = known.lastMessage && (summary.lastMessage?.seq ?? 0) < known.lastMessage.seq && newest === known ? known : summary;
  const merged: ConversationSummary = {
    ...summary,
    lastSeq: newest.lastSeq,
    lastN: newest.lastN,
    readSeq: read.readSeq,
    readN: Math.max(known.readN, summary.readN),
    activeAt: last.activeAt,
    ...(last.lastMessage && { lastMessage: last.lastMessage }),
    ...(summary.deletedSeqs && { deletedSeqs: deletedSeqs(summary.deletedSeqs, known.deletedSeqs ?? []) }),
    ...(summary.peerReadSeq !== undefined && { peerReadSeq: Math.max(summary.peerReadSeq, known.peerReadSeq ?? 0) }),
    ...((summary.peerDeliveredSeq ?? known.peerDeliveredSeq) !== undefined && {
      peerDeliveredSeq: Math.max(summary.peerDeliveredSeq ?? 0, known.peerDeliveredSeq ?? 0),
    }),
  };
  const counted: InboxEntry = {
    summary: merged,
    unsentRead: summary.readSeq >= entry.unsentRead ? 0 : entry.unsentRead,
    told: { count: summary.mentions, upTo: summary.lastSeq },
    mentioned: entry.mentioned.filter((seq) => seq > summary.lastSeq),
    ...(entry.calledBack && summary.archived && { calledBack: true }),
  };
  // The summary may count mentions that were already read here.
  return recount(read === known ? { ...counted, told: withoutRead(counted.told, known.readSeq) } : counted);
}

const withoutRead = (told: InboxEntry['told'], readSeq: number): InboxEntry['told'] =>
  readSeq >= told.upTo ? { count: 0, upTo: told.upTo } : told;

/** READ-1: unread counts are derived from the marks, never incremented. */
function recount(entry: InboxEntry): InboxEntry {
  const { summary } = entry;
  const unread = Math.max(0, summary.lastN - summary.readN);
  const mentions = entry.told.count + entry.mentioned.length;
  return unread === summary.unread && mentions === summary.mentions ? entry : { ...entry, summary: { ...summary, unread, mentions } };
}

function raiseMark(entry: InboxEntry, seq: number, n: number): InboxEntry {
  const { summary } = entry;
  if (seq <= summary.readSeq) return entry;
  return recount({
    ...entry,
    summary: { ...withoutMark(summary), readSeq: seq, readN: Math.max(summary.readN, n) },
    told: withoutRead(entry.told, seq),
    mentioned: entry.mentioned.filter((mention) => mention > seq),
  });
}

/** Replaces the count of mentions by their seqs, and keeps the seqs that arrived since. */
function applyMentions(entry: InboxEntry, seqs: readonly number[], upTo: number): InboxEntry {
  const unread = seqs.filter((seq) => seq > entry.summary.readSeq);
  const since = entry.mentioned.filter((seq) => seq > upTo && !unread.includes(seq));
  return recount({ ...entry, told: { count: 0, upTo }, mentioned: [...unread, ...since] });
}

function withoutMark({ markedUnread: _, ...summary }: ConversationSummary): ConversationSummary {
  return summary;
}

/** Extends the log by one entry. A message also unarchives and unhides the conversation; changes and system messages do not. */
function extended(entry: InboxEntry, seq: number, n: number, at: number): InboxEntry {
  const { hidden, ...summary } = entry.summary;
  const quiet = n <= summary.lastN;
  const muted = isMuted(summary, at);
  return {
    ...entry,
    ...(summary.archived && muted && !quiet && { calledBack: true }),
    summary: {
      ...summary,
      ...(hidden === true && quiet && { hidden }),
      lastSeq: seq,
      lastN: Math.max(summary.lastN, n),
      archived: summary.archived && (muted || quiet),
    },
  };
}

function applyMessage(entry: InboxEntry, message: Message, myId: string): InboxEntry {
  const { summary } = entry;
  const own = message.senderId === myId;
  if (message.seq <= summary.lastSeq) {
    // A summary may already include the message, but not the read mark that sending it sets.
    return own ? raiseMark(entry, message.seq, message.n) : entry;
  }
  const base = extended(entry, message.seq, message.n, message.createdAt);
  const next: InboxEntry = {
    ...base,
    summary: { ...base.summary, lastMessage: message, activeAt: Math.max(summary.activeAt, message.createdAt) },
    mentioned: !own && isMentioned(message.body, myId) ? [...entry.mentioned, message.seq] : entry.mentioned,
  };
  // READ-3: sending a message marks everything before it as read.
  return own ? raiseMark(next, message.seq, message.n) : recount(next);
}

function applyChange(entry: InboxEntry, change: Change): InboxEntry {
  const { summary } = entry;
  const { lastMessage } = summary;
  const isNew = change.seq > summary.lastSeq;
  // The summary already includes older changes. A recall is final, so it is applied at any time.
  const hitsLast = isTargeted(change) && lastMessage?.seq === change.targetSeq && (isNew || change.kind === 'recall');
  if (!isNew && !hitsLast) return entry;
  const base = isNew ? extended(entry, change.seq, change.n, change.createdAt) : entry;
  // A recalled message no longer mentions anybody.
  const gone = change.kind === 'recall' ? change.targetSeq : 0;
  return recount({
    ...base,
    summary: hitsLast && lastMessage ? { ...base.summary, lastMessage: fold(lastMessage, change) } : base.summary,
    mentioned: entry.mentioned.filter((seq) => seq !== gone),
  });
}

function applyReceipt(entry: InboxEntry, { userId, kind, seq, readN }: DownOf<'receipt'>, myId: string): InboxEntry {
  const { summary } = entry;
  if (userId === myId) {
    if (kind !== 'read') return entry;
    const raised = raiseMark(entry, seq, readN ?? (seq >= summary.lastSeq ? summary.lastN : summary.readN));
    return raised.unsentRead > 0 && seq >= raised.unsentRead ? { ...raised, unsentRead: 0 } : raised;
  }
  // In a group the mark says that some member has read; the list of readers is loaded separately.
  if (summary.kind === 'group' && kind === 'read')
    return { ...entry, summary: { ...summary, peerReadSeq: Math.max(summary.peerReadSeq ?? 0, seq) } };
  if (summary.peerId !== userId) return entry;
  const delivered = Math.max(summary.peerDeliveredSeq ?? 0, seq);
  const read = kind === 'read' ? Math.max(summary.peerReadSeq ?? 0, seq) : summary.peerReadSeq;
  return { ...entry, summary: { ...summary, peerDeliveredSeq: delivered, ...(read !== undefined && { peerReadSeq: read }) } };
}

/** Whether the conversation is muted at `now`, epoch ms. */
export const isMuted = ({ mutedUntil }: ConversationSummary, now: number): boolean => mutedUntil !== undefined && mutedUntil > now;

/** READ-5: a muted conversation counts only its mentions. */
export function unreadTotal(inbox: Inbox, now: number): number {
  let total = 0;
  for (const { summary } of inbox.entries.values()) {
    if (summary.removed) continue;
    total += isMuted(summary, now) ? summary.mentions : summary.unread;
  }
  return total;
}

/** Read marks that the hub has not confirmed. They are sent again after every `welcome`. */
export function unsentReads(inbox: Inbox): { readonly conversationId: string; readonly seq: number }[] {
  return [...inbox.entries].flatMap(([conversationId, { unsentRead }]) => (unsentRead > 0 ? [{ conversationId, seq: unsentRead }] : []));
}

/** Sorts pinned first, then by activity, then by id, so that the order is the same on every device. */
export function byActivity(a: { readonly summary: ConversationSummary; readonly activeAt: number }, b: typeof a): number {
  return Number(b.summary.pinned) - Number(a.summary.pinned) || b.activeAt - a.activeAt || (a.summary.id < b.summary.id ? -1 : 1);
}
