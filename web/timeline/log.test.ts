import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Page } from '../../protocol/down';
import type { Change, ChangeKind, Message } from '../../protocol/records';
import { fold, isTargeted } from './fold';
import {
  applyEntry,
  applyNewer,
  applyOlder,
  changeEntry,
  cutBelow,
  type Entry,
  emptyLog,
  hasHole,
  type Log,
  messageEntry,
  replaceWith,
  seqOf,
  trimNewer,
  trimOlder,
} from './log';

const message = (seq: number, more: Partial<Message> = {}): Message => ({
  conversationId: 'a',
  seq,
  n: seq,
  senderId: 'ann',
  clientMsgId: `m${seq}`,
  body: { kind: 'text', text: `text ${seq}` },
  createdAt: 1000 + seq,
  ...more,
});
const base = (seq: number, senderId = 'ann') => ({
  conversationId: 'a',
  seq,
  n: 1,
  senderId,
  clientMsgId: `c${seq}`,
  createdAt: 1000 + seq,
});

/** Creates a change of each kind, given its seq, author and target. The type requires every kind. */
const KINDS: Record<ChangeKind, (seq: number, senderId: string, targetSeq: number, choice: number) => Change> = {
  edit: (seq, senderId, targetSeq, choice) => ({
    ...base(seq, senderId),
    kind: 'edit',
    targetSeq,
    body: { kind: 'text', text: `edit ${choice}` },
  }),
  recall: (seq, senderId, targetSeq) => ({ ...base(seq, senderId), kind: 'recall', targetSeq }),
  reaction: (seq, senderId, targetSeq, choice) => ({
    ...base(seq, senderId),
    kind: 'reaction',
    targetSeq,
    emoji: choice % 2 === 0 ? '👍' : '❤️',
    on: choice % 3 !== 0,
  }),
  pin: (seq, senderId, targetSeq, choice) => ({ ...base(seq, senderId), kind: 'pin', targetSeq, on: choice % 2 === 0 }),
  hidden: (seq, senderId) => ({ ...base(seq, senderId), kind: 'hidden' }),
  unsupported: (seq, senderId) => ({ ...base(seq, senderId), kind: 'unsupported' }),
};
const kinds = Object.keys(KINDS) as ChangeKind[];

/** The server's log of a conversation: entries by seq, and the current state of each message. */
class Server {
  readonly entries: Entry[] = [];

  add(what: { kind: 'message' | ChangeKind; target: number; author: string; choice: number }): void {
    const seq = this.entries.length + 1;
    const messages = this.entries.filter((entry) => entry.kind === 'message');
    const target = messages[what.target % Math.max(1, messages.length)];
    if (what.kind === 'message' || !target) {
      this.entries.push(messageEntry(message(seq, { senderId: what.author })));
      return;
    }
    const change = KINDS[what.kind](seq, what.author, seqOf(target), what.choice);
    // The server refuses changes of a recalled message; a repeated recall is another entry.
    const gone = this.state(seqOf(target))?.recalledAt !== undefined && change.kind !== 'recall';
    this.entries.push(changeEntry(gone ? KINDS.hidden(seq, what.author, 0, 0) : change));
  }

  /** The message at `seq` after the first `upTo` entries. */
  state(seq: number, upTo = this.entries.length): Message | undefined {
    const entry = this.entries[seq - 1];
    if (entry?.kind !== 'message') return undefined;
    const changes = this.entries
      .slice(0, upTo)
      .flatMap((other) => (other.kind === 'change' && isTargeted(other.change) && other.change.targetSeq === seq ? [other.change] : []));
    return changes.reduce(fold, entry.message);
  }

  /** The entries after `after`, as a page read when the log had `upTo` entries. */
  page(after: number, limit = 1000, upTo = this.entries.length): Page {
    const part = this.entries.slice(after, Math.min(after + limit, upTo));
    return {
      messages: part.flatMap((entry) => (entry.kind === 'message' ? (this.state(seqOf(entry), upTo) ?? []) : [])),
      changes: part.flatMap((entry) => (entry.kind === 'change' ? [entry.change] : [])),
      hasMore: after + limit < upTo,
    };
  }

  before(before: number, limit: number, upTo = this.entries.length): Page {
    const after = Math.max(0, before - 1 - limit);
    return { ...this.page(after, before - 1 - after, upTo), hasMore: after > 0 };
  }

  fresh(): Log {
    return applyNewer({ ...emptyLog(0), lastSeq: this.entries.length }, 0, this.page(0));
  }
}

const step = fc.record({
  kind: fc.constantFrom<'message' | ChangeKind>('message', 'message', ...kinds),
  target: fc.nat(20),
  author: fc.constantFrom('ann', 'bob', 'eve'),
  choice: fc.nat(11),
});
const servers = fc.array(step, { minLength: 1, maxLength: 25 }).map((steps) => {
  const server = new Server();
  for (const next of steps) server.add(next);
  return server;
});

/** The order of emojis is not part of the state: hub and client sort them differently. */
const stateOf = (log: Log) =>
  log.messages.map(({ reactions, ...rest }) => ({
    ...rest,
    reactions: [...(reactions ?? [])].sort((a, b) => (a.emoji < b.emoji ? -1 : 1)),
  }));

describe('the log', () => {
  it('ACK-6 applies each seq once: the expected seq is applied, a lower one is ignored', () => {
    let log = applyEntry(emptyLog(0), messageEntry(message(1)));
    log = applyEntry(log, messageEntry(message(2)));
    expect(log.messages.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(applyEntry(log, messageEntry(message(1, { body: { kind: 'text', text: 'other' } })))).toBe(log);
  });

  it('SYNC-1 shows nothing after a hole until the hole is filled', () => {
    let log = applyEntry(emptyLog(0), messageEntry(message(1)));
    for (const seq of [4, 3]) log = applyEntry(log, messageEntry(message(seq)));
    expect(log.messages.map(({ seq }) => seq)).toEqual([1]);
    expect(hasHole(log)).toBe(true);
    log = applyNewer(log, 1, { messages: [message(2)], changes: [], hasMore: true });
    expect(log.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(hasHole(log)).toBe(false);
  });

  it('SYNC-1 ignores a page that would leave a hole', () => {
    const log = applyEntry(emptyLog(0), messageEntry(message(1)));
    expect(applyNewer(log, 5, { messages: [message(6)], changes: [], hasMore: false })).toBe(log);
    const late = replaceWith(emptyLog(9), 8, 9, { messages: [message(8), message(9)], changes: [], hasMore: false });
    expect(applyOlder(late, 5, { messages: [message(4)], changes: [], hasMore: true }, 0)).toBe(late);
  });

  it.each(kinds)('SYNC-2 a stale state plus the events since then equals a fresh fetch: %s', (kind) => {
    return fc.assert(
      fc.property(servers, fc.array(step, { maxLength: 6 }), fc.nat(11), (server, more, choice) => {
        server.add({ kind: 'message', target: 0, author: 'ann', choice });
        const stale = server.fresh();
        for (const next of [...more, { kind, target: choice, author: 'bob', choice }]) server.add(next);
        const live = server.entries.slice(stale.to).reduce(applyEntry, stale);
        expect(stateOf(live)).toEqual(stateOf(server.fresh()));
      }),
    );
  });

  it('SYNC-2 converges for every order and repetition of delivery', () => {
    return fc.assert(
      fc.property(
        servers.chain((server) =>
          fc.tuple(
            fc.constant(server),
            fc.shuffledSubarray(server.entries, { minLength: server.entries.length }),
            fc.array(fc.constantFrom(...server.entries)),
          ),
        ),
        ([server, order, again]) => {
          const log = [...order, ...again, ...order].reduce(applyEntry, emptyLog(0));
          expect(hasHole(log)).toBe(false);
          expect(stateOf(log)).toEqual(stateOf(server.fresh()));
        },
      ),
    );
  });

  it('SYNC-2 a window loaded page by page while changes arrive equals a fresh fetch', () => {
    return fc.assert(
      fc.property(
        servers,
        fc.array(step, { minLength: 1, maxLength: 10 }),
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 1, max: 8 }),
        (server, more, at, readAt, limit) => {
          const old = server.entries.length;
          const start = 1 + (at % old);
          // A window in the middle of the log, and older pages that were read between the pushes.
          let log = replaceWith({ ...emptyLog(old), live: false }, start, old, server.page(start - 1, 1000, old));
          for (const next of more) server.add(next);
          const readWhen = old + (readAt % (more.length + 1));
          const pushes = server.entries.slice(old);
          const early = pushes.slice(0, readAt % (pushes.length + 1));
          log = early.reduce(applyEntry, log);
          const before = log.from;
          const page = server.before(before, limit, Math.max(readWhen, old));
          // The page includes changes pushed before it was read; later changes arrive as pushes.
          log = pushes.slice(early.length).reduce(applyEntry, log);
          if (before > 1) log = applyOlder(log, before, page, 0);
          while (log.from > 1) log = applyOlder(log, log.from, server.before(log.from, limit), 0);
          log = applyNewer(log, log.to, server.page(log.to));
          expect(stateOf(log)).toEqual(stateOf(server.fresh()));
        },
      ),
    );
  });

  it('applies a change to a message that was fetched before it and loaded after it', () => {
    const server = new Server();
    for (let i = 0; i < 4; i++) server.add({ kind: 'message', target: 0, author: 'ann', choice: 0 });
    let log = replaceWith(emptyLog(4), 4, 4, server.page(3));
    const page = server.before(4, 10);
    log = applyEntry(log, changeEntry(KINDS.edit(5, 'ann', 1, 7)));
    log = applyOlder(log, 4, page, 0);
    expect(log.messages[0]?.body).toEqual({ kind: 'text', text: 'edit 7' });
  });

  it('ignores all changes after a recall', () => {
    let log = [messageEntry(message(1)), changeEntry(KINDS.recall(2, 'ann', 1, 0))].reduce(applyEntry, emptyLog(0));
    log = [changeEntry(KINDS.edit(3, 'ann', 1, 1)), changeEntry(KINDS.reaction(4, 'bob', 1, 1))].reduce(applyEntry, log);
    expect(log.messages).toEqual([{ ...message(1), body: { kind: 'recalled' }, recalledAt: 1002 }]);
  });

  it('keeps the later of two changes of one aspect in any order of arrival, in a window elsewhere in the log', () => {
    const server = new Server();
    for (let i = 0; i < 9; i++) server.add({ kind: 'message', target: 0, author: 'ann', choice: 0 });
    const window = replaceWith(emptyLog(9), 1, 3, { ...server.page(0, 3), hasMore: true });
    const log = [changeEntry(KINDS.edit(11, 'ann', 2, 2)), changeEntry(KINDS.edit(10, 'ann', 2, 1))].reduce(applyEntry, window);
    expect(log.messages[1]?.body).toEqual({ kind: 'text', text: 'edit 2' });
    expect([log.to, log.lastSeq]).toEqual([3, 11]);
  });

  it('trims a window to its limit and records the new range', () => {
    const log = Array.from({ length: 10 }, (_, i) => messageEntry(message(i + 1))).reduce(applyEntry, emptyLog(0));
    const older = trimOlder(log, 4);
    expect([older.from, older.to, older.live, older.messages.length]).toEqual([7, 10, true, 4]);
    const newer = trimNewer(log, 4);
    expect([newer.from, newer.to, newer.live, newer.messages.length]).toEqual([1, 4, false, 4]);
    const pushed = applyEntry(newer, messageEntry(message(11)));
    expect([pushed.to, pushed.lastSeq]).toEqual([4, 11]);
    const caughtUp = applyNewer(pushed, 4, { messages: [5, 6, 7, 8, 9, 10, 11].map((seq) => message(seq)), changes: [], hasMore: false });
    expect([caughtUp.to, caughtUp.live]).toEqual([11, true]);
  });

  it('SYNC-5 a page without more entries ends the log there', () => {
    const log = {
      ...replaceWith(emptyLog(5), 1, 3, { messages: [message(1), message(2), message(3)], changes: [], hasMore: true }),
      lastSeq: 9,
    };
    const ended = applyNewer(log, 3, { messages: [], changes: [], hasMore: false });
    expect([ended.live, ended.lastSeq, hasHole(ended)]).toEqual([true, 3, false]);
  });
});

describe('cutBelow after a cleared history', () => {
  const logOf = (from: number, to: number): Log => ({
    ...emptyLog(to),
    from,
    messages: Array.from({ length: to - from + 1 }, (_, i) => message(from + i)),
  });
  it.each([
    [0, 3, 5, [3, 4, 5]],
    [4, 5, 5, [5]],
    [5, 6, 5, []],
    [9, 6, 5, []],
  ])('a floor of %i moves the start to %i', (floor, from, to, seqs) => {
    const cut = cutBelow(logOf(3, 5), floor);
    expect([cut.from, cut.to, cut.messages.map(({ seq }) => seq)]).toEqual([from, to, seqs]);
    expect(applyEntry(cut, messageEntry(message(6))).messages.map(({ seq }) => seq)).toEqual([...seqs, 6]);
  });
});
