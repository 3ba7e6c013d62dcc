import { describe, expect, it } from 'vitest';
import { check, isClean } from '../support/checker.ts';
import type { Entry, History, View } from '../support/history.ts';

const C = 'conversation';

/** Alice writes a1, Bob b1, Alice a2; both hold all of it, Bob has read up to his own. */
function cleanRun(): { -readonly [K in keyof History]: History[K] } {
  const stored = [entry(1, 'alice', 'a1'), entry(2, 'bob', 'b1'), entry(3, 'alice', 'a2')];
  return {
    intended: [written('alice', 'a1'), written('bob', 'b1'), written('alice', 'a2')],
    acked: stored.map(({ conversationId, clientMsgId, seq }) => ({ conversationId, clientMsgId, seq })),
    stored,
    views: [view('alice', stored, 3, 0), view('bob', stored, 2, 1)],
  };
}

const entry = (seq: number, senderId: string, clientMsgId: string): Entry => ({ conversationId: C, seq, n: seq, senderId, clientMsgId });
const written = (senderId: string, clientMsgId: string) => ({ client: senderId, senderId, conversationId: C, clientMsgId });
const view = (userId: string, shown: readonly Entry[], readSeq: number, unread: number): View => ({
  client: userId,
  userId,
  conversationIds: [C],
  shown,
  unread: new Map([[C, { readSeq, unread }]]),
});

describe('the checker', () => {
  it('finds nothing in a run that kept every promise', () => {
    expect(check(cleanRun())).toMatchObject({
      lost: [],
      duplicated: [],
      outOfOrder: [],
      phantom: [],
      unreadWrong: [],
      counts: { stored: 3, shown: 6 },
    });
    expect(isClean(check(cleanRun()))).toBe(true);
  });

  it('finds an acked message that is not stored', () => {
    const run = cleanRun();
    run.stored = run.stored.slice(0, 2);
    run.views = [view('alice', run.stored, 2, 0), view('bob', run.stored, 2, 0)];
    expect(check(run).lost).toEqual(['acked a2 is not in the log']);
  });

  it('finds an ack that names another seq than the log', () => {
    const run = cleanRun();
    run.acked = [...run.acked, { conversationId: C, clientMsgId: 'a1', seq: 4 }];
    expect(check(run).lost).toHaveLength(1);
  });

  it('finds a stored message that a screen lacks', () => {
    const run = cleanRun();
    run.views = [view('alice', run.stored, 3, 0), view('bob', run.stored.slice(0, 2), 2, 1)];
    expect(check(run).lost).toEqual([`bob: ${C}#3 is not shown`]);
  });

  it('finds a message shown twice, and one stored twice', () => {
    const run = cleanRun();
    run.views = [view('alice', [...run.stored, ...run.stored.slice(2)], 3, 0)];
    expect(check(run).duplicated).toHaveLength(1);
    const twice = cleanRun();
    twice.stored = [...twice.stored, entry(4, 'alice', 'a2')];
    expect(check(twice).duplicated[0]).toContain('log: alice/a2');
  });

  it('finds a screen that does not ascend', () => {
    const run = cleanRun();
    run.views = [view('alice', [...run.stored].reverse(), 3, 0)];
    expect(check(run).outOfOrder).toHaveLength(2);
  });

  it('finds a hole in the log', () => {
    const run = cleanRun();
    run.stored = [entry(1, 'alice', 'a1'), entry(2, 'bob', 'b1'), entry(4, 'alice', 'a2')];
    run.acked = [];
    run.views = [];
    expect(check(run).outOfOrder).toEqual([`log: ${C}#4 stands in place 3`]);
  });

  it('finds messages of one client that changed places', () => {
    const run = cleanRun();
    run.intended = [...run.intended].reverse();
    expect(check(run).outOfOrder).toHaveLength(1);
  });

  it('finds a stored or shown message that nobody wrote', () => {
    const run = cleanRun();
    run.stored = [...run.stored, entry(4, 'mallory', 'm1')];
    run.views = [];
    expect(check(run).phantom).toEqual([`log: ${C}#4 was never written`]);
    const shown = cleanRun();
    shown.views = [view('alice', [...shown.stored, entry(4, 'alice', 'a3')], 3, 0)];
    expect(check(shown).phantom).toHaveLength(1);
  });

  it('finds an unread count that a recount does not confirm', () => {
    const run = cleanRun();
    run.views = [view('bob', run.stored, 2, 2)];
    expect(check(run).unreadWrong).toEqual([`bob: ${C} says 2 unread, the log 1`]);
  });

  it('counts the user’s own messages as read', () => {
    const run = cleanRun();
    run.views = [view('alice', run.stored, 0, 0)];
    expect(check(run).unreadWrong).toEqual([]);
  });
});
