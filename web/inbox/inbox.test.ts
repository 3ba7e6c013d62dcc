import { describe, expect, it } from 'vitest';
import type { Inbox as InboxEntries } from '../../protocol/down';
import type { Change, ConversationSummary, Message } from '../../protocol/records';
import type { KnownSummary } from '../model/known-summary';
import { applyInbox, byActivity, emptyInbox, type Inbox, type InboxEvent, unreadTotal, unsentReads } from './inbox';

const summary = (more: Partial<ConversationSummary> = {}): ConversationSummary => ({
  id: 'a',
  kind: 'direct',
  title: 'Ann',
  peerId: 'ann',
  memberCount: 2,
  role: 'member',
  lastSeq: 0,
  lastN: 0,
  readSeq: 0,
  readN: 0,
  unread: 0,
  mentions: 0,
  pinned: false,
  archived: false,
  activeAt: 1,
  ...more,
});
const message = (seq: number, more: Partial<Message> = {}): Message => ({
  conversationId: 'a',
  seq,
  n: seq,
  senderId: 'ann',
  clientMsgId: `m${seq}`,
  body: { kind: 'text', text: `${seq}` },
  createdAt: 1000 + seq,
  ...more,
});
const change = (seq: number, more: Partial<Extract<Change, { kind: 'recall' }>> = {}): Change => ({
  kind: 'recall',
  conversationId: 'a',
  seq,
  n: seq - 1,
  senderId: 'ann',
  clientMsgId: `c${seq}`,
  createdAt: 1000 + seq,
  targetSeq: seq - 1,
  ...more,
});
const welcome = (conversations: ConversationSummary[], more: Partial<InboxEntries> = {}): InboxEvent => ({
  type: 'inbox',
  inbox: { now: 1, epoch: 'e', cursor: 'e.1', full: false, conversations, unreadTotal: 0, ...more },
});
const sent = (seq: number, more: Partial<Message> = {}): InboxEvent => ({ type: 'message', message: message(seq, more) });
const read = (userId: string, seq: number, readN?: number): InboxEvent => ({
  type: 'receipt',
  receipt: { type: 'receipt', conversationId: 'a', userId, kind: 'read', seq, ...(readN !== undefined && { readN }) },
});
const play = (...events: InboxEvent[]): Inbox => events.reduce(applyInbox, emptyInbox('me'));
const of = (inbox: Inbox, id = 'a'): KnownSummary => inbox.entries.get(id)?.summary ?? summary({ id: 'none' });

describe('READ-1 unread is lastN - readN', () => {
  it('READ-1 rises with messages and falls with reads', () => {
    const inbox = play(welcome([summary()]), sent(1), sent(2), sent(3));
    expect(of(inbox)).toMatchObject({ lastSeq: 3, lastN: 3, unread: 3, activeAt: 1003, lastMessage: { seq: 3 } });
    expect(of(applyInbox(inbox, { type: 'markRead', conversationId: 'a', seq: 2, n: 2 }))).toMatchObject({
      unread: 1,
      readSeq: 2,
      readN: 2,
    });
  });

  it('READ-1 changes raise lastSeq, not the count', () => {
    expect(of(play(welcome([summary()]), sent(1), { type: 'change', change: change(2, { n: 1 }) }))).toMatchObject({
      lastSeq: 2,
      lastN: 1,
      unread: 1,
    });
  });

  it('READ-2 marks only rise: a late or repeated read changes nothing', () => {
    const inbox = play(welcome([summary()]), sent(1), sent(2), sent(3), read('me', 3, 3));
    expect(of(inbox).unread).toBe(0);
    for (const late of [
      read('me', 1, 1),
      read('me', 3, 3),
      { type: 'markRead', conversationId: 'a', seq: 2, n: 2 } as const,
      welcome([summary({ lastSeq: 3, lastN: 3, readSeq: 1, readN: 1, unread: 2 })]),
    ])
      expect(of(applyInbox(inbox, late))).toMatchObject({ readSeq: 3, readN: 3, unread: 0 });
  });

  it('READ-3 sending a message marks everything before it as read, on every device', () => {
    expect(of(play(welcome([summary()]), sent(1), sent(2), sent(3, { senderId: 'me' })))).toMatchObject({
      readSeq: 3,
      readN: 3,
      unread: 0,
    });
  });

  it("READ-4 another device's read lowers the count here", () => {
    expect(of(play(welcome([summary()]), sent(1), sent(2), read('me', 1, 1)))).toMatchObject({ readSeq: 1, unread: 1 });
  });

  it('counts a repeated or late message once', () => {
    const inbox = play(welcome([summary()]), sent(1), sent(2), sent(1), sent(2));
    expect(of(inbox)).toMatchObject({ lastSeq: 2, lastN: 2, unread: 2, lastMessage: { seq: 2 } });
  });

  it('keeps a read mark set offline as unsent until the hub confirms it', () => {
    const inbox = play(welcome([summary()]), sent(1), { type: 'markRead', conversationId: 'a', seq: 1, n: 1 });
    expect(unsentReads(inbox)).toEqual([{ conversationId: 'a', seq: 1 }]);
    const resumed = applyInbox(inbox, welcome([summary({ lastSeq: 1, lastN: 1, unread: 1, lastMessage: message(1) })]));
    expect(of(resumed).unread).toBe(0);
    expect(unsentReads(resumed)).toEqual([{ conversationId: 'a', seq: 1 }]);
    expect(unsentReads(applyInbox(resumed, read('me', 1, 1)))).toEqual([]);
  });
});

describe('READ-5 the total', () => {
  const inbox = play(
    welcome([
      summary({ id: 'a', lastSeq: 5, lastN: 5, unread: 5 }),
      summary({ id: 'b', lastSeq: 9, lastN: 9, unread: 9, mentions: 2, mutedUntil: 2000 }),
      summary({ id: 'c', lastSeq: 7, lastN: 7, unread: 7, removed: true }),
    ]),
  );

  it('READ-5 excludes muted conversations, but counts their mentions', () => {
    expect(unreadTotal(inbox, 1999)).toBe(7);
  });

  it('READ-5 counts them again when the mute ends', () => {
    expect(unreadTotal(inbox, 2000)).toBe(14);
  });
});

describe('mentions', () => {
  const named = (seq: number, ids: string[]) => sent(seq, { body: { kind: 'text', text: '@', mentions: ids } });

  it('count when another user mentions me or everyone', () => {
    expect(
      of(
        play(
          welcome([summary()]),
          named(1, ['me']),
          named(2, ['*']),
          named(3, ['bob']),
          sent(4, { senderId: 'me', body: { kind: 'text', text: '@', mentions: ['*'] } }),
        ),
      ).mentions,
    ).toBe(0);
    expect(of(play(welcome([summary()]), named(1, ['me']), named(2, ['*']), named(3, ['bob']))).mentions).toBe(2);
  });

  it('disappear when they are read, including those of the summary', () => {
    const inbox = play(welcome([summary({ lastSeq: 3, lastN: 3, mentions: 1 })]), named(4, ['me']));
    expect(of(inbox).mentions).toBe(2);
    expect(of(applyInbox(inbox, read('me', 3, 3))).mentions).toBe(1);
    expect(of(applyInbox(inbox, read('me', 4, 4))).mentions).toBe(0);
  });

  it('disappear when the message is recalled', () => {
    expect(of(play(welcome([summary()]), named(1, ['me']), { type: 'change', change: change(2) })).mentions).toBe(0);
  });
});

describe('summaries', () => {
  it('a pushed summary replaces the known one, except for newer marks and messages', () => {
    const inbox = play(welcome([summary()]), sent(1), sent(2), {
      type: 'conversation',
      conversation: summary({ title: 'Anna', pinned: true, lastSeq: 1, lastN: 1, unread: 1, lastMessage: message(1) }),
    });
    expect(of(inbox)).toMatchObject({
      title: 'Anna',
      pinned: true,
      lastSeq: 2,
      lastN: 2,
      unread: 2,
      lastMessage: { seq: 2 },
      activeAt: 1002,
    });
  });

  it('a full snapshot removes other conversations; a partial one keeps them', () => {
    const inbox = play(welcome([summary(), summary({ id: 'b' })]));
    expect([...applyInbox(inbox, welcome([summary()])).entries.keys()]).toEqual(['a', 'b']);
    expect([...applyInbox(inbox, welcome([summary()], { full: true })).entries.keys()]).toEqual(['a']);
  });

  it('SYNC-4 a new epoch drops the old history', () => {
    const inbox = play(welcome([summary(), summary({ id: 'b' })]), sent(1), sent(2));
    const other = applyInbox(inbox, welcome([summary({ lastSeq: 1, lastN: 1, unread: 1 })], { epoch: 'f', cursor: 'f.1', full: true }));
    expect([...other.entries.keys()]).toEqual(['a']);
    expect(of(other)).toMatchObject({ lastSeq: 1, unread: 1 });
  });

  it('a recall updates the last message', () => {
    const inbox = play(welcome([summary()]), sent(1));
    expect(of(applyInbox(inbox, { type: 'change', change: change(2) })).lastMessage?.body).toEqual({ kind: 'recalled' });
  });

  it('a message unarchives a conversation unless it is muted', () => {
    expect(of(play(welcome([summary({ archived: true })]), sent(1))).archived).toBe(false);
    expect(of(play(welcome([summary({ archived: true, mutedUntil: 9e12 })]), sent(1))).archived).toBe(true);
  });

  it('a message unarchives a conversation whose mute has ended', () => {
    const muted = welcome([summary({ archived: true, mutedUntil: 2000 })]);
    expect(of(play(muted, sent(1, { createdAt: 1999 }))).archived).toBe(true);
    expect(of(play(muted, sent(1, { createdAt: 2000 }))).archived).toBe(false);
  });

  it('a message during the mute unarchives the conversation when the mute ends', () => {
    const inbox = play(welcome([summary({ archived: true, mutedUntil: 2000 })]), sent(1, { createdAt: 1500 }));
    expect(of(applyInbox(inbox, { type: 'time', now: 1999 })).archived).toBe(true);
    expect(of(applyInbox(inbox, { type: 'time', now: 2000 })).archived).toBe(false);
    const silent = play(welcome([summary({ archived: true, mutedUntil: 2000 })]), { type: 'time', now: 2000 });
    expect(of(silent).archived).toBe(true);
  });

  it('receipts of the peer raise the marks, and read implies delivered', () => {
    const delivered: InboxEvent = {
      type: 'receipt',
      receipt: { type: 'receipt', conversationId: 'a', userId: 'ann', kind: 'delivered', seq: 2 },
    };
    const inbox = play(welcome([summary({ peerReadSeq: 0 })]), delivered);
    expect(of(inbox)).toMatchObject({ peerDeliveredSeq: 2, peerReadSeq: 0 });
    expect(of(applyInbox(inbox, read('ann', 3)))).toMatchObject({ peerDeliveredSeq: 3, peerReadSeq: 3 });
    expect(of(applyInbox(applyInbox(inbox, read('ann', 3)), delivered))).toMatchObject({ peerDeliveredSeq: 3, peerReadSeq: 3 });
  });

  it('a hidden conversation reappears with a message, not with a change', () => {
    const hidden = play(welcome([summary({ hidden: true, lastSeq: 3, lastN: 3, readSeq: 3, readN: 3 })]));
    expect(of(applyInbox(hidden, { type: 'change', change: change(4, { n: 3 }) })).hidden).toBe(true);
    const back = of(applyInbox(hidden, sent(4)));
    expect([back.hidden, back.unread]).toEqual([undefined, 1]);
  });

  it('the group mark follows the member who has read furthest, and is removed with read receipts off', () => {
    const group = summary({ kind: 'group', peerId: undefined });
    const inbox = play(welcome([group]), read('ann', 2), read('ben', 5), read('cleo', 3));
    expect([of(inbox).peerReadSeq, of(inbox).peerDeliveredSeq]).toEqual([5, undefined]);
    expect(of(applyInbox(inbox, { type: 'receiptsOff' })).peerReadSeq).toBeUndefined();
  });

  it('keeps deletions older than those in a full summary, and drops restored ones', () => {
    const seqs = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + count - 1 - i);
    const withDeleted = (deletedSeqs: number[]): InboxEvent => ({ type: 'conversation', conversation: summary({ deletedSeqs }) });
    expect(of(play(withDeleted(seqs(1, 100)), withDeleted(seqs(51, 100)))).deletedSeqs).toEqual([...seqs(51, 100), ...seqs(1, 50)]);
    expect(of(play(withDeleted([3, 2, 1]), withDeleted([3, 1]))).deletedSeqs).toEqual([3, 1]);
    expect(of(play(withDeleted([1]), { type: 'conversation', conversation: summary() })).deletedSeqs).toBeUndefined();
  });

  it('are sorted pinned first, then by activity', () => {
    const summaries = [
      summary({ id: 'old' }),
      summary({ id: 'new', activeAt: 9 }),
      summary({ id: 'pin', pinned: true }),
      summary({ id: 'old2' }),
    ];
    expect(
      summaries
        .map((each) => ({ summary: each, activeAt: each.activeAt }))
        .sort(byActivity)
        .map((each) => each.summary.id),
    ).toEqual(['pin', 'new', 'old', 'old2']);
  });

  it('READ-6 counts mentions by seq once the seqs are known', () => {
    const apply = (events: readonly InboxEvent[]) => events.reduce(applyInbox, emptyInbox('me')).entries.get('a')?.summary.mentions;
    const start = welcome([summary({ lastSeq: 50, lastN: 50, mentions: 3 })]);
    const readTo = (seq: number): InboxEvent => ({ type: 'markRead', conversationId: 'a', seq, n: seq });
    const mentionSeqs: InboxEvent = { type: 'mentions', conversationId: 'a', seqs: [10, 20, 50], upTo: 50 };
    // The count alone does not say which mentions were read.
    expect(apply([start, readTo(15)])).toBe(3);
    expect(apply([start, mentionSeqs, readTo(15)])).toBe(2);
    expect(apply([start, readTo(15), mentionSeqs])).toBe(2);
    const named = sent(51, { body: { kind: 'text', text: 'x', mentions: ['me'] } });
    expect(apply([start, named, mentionSeqs])).toBe(4);
    expect(apply([start, named, { ...mentionSeqs, seqs: [10, 20, 50, 51] }])).toBe(4);
    expect(apply([start, mentionSeqs, readTo(50)])).toBe(0);
  });
});
