import { describe, expect, it } from 'vitest';
import type { Change, Message } from '../../protocol/records';
import { applyEntry, changeEntry, type Entry, emptyLog, type Log, messageEntry, seqOf } from './log';

const message = (seq: number): Entry =>
  messageEntry({
    conversationId: 'a',
    seq,
    n: seq,
    senderId: 'ann',
    clientMsgId: `m${seq}`,
    body: { kind: 'text', text: `text ${seq}` },
    createdAt: 1000 + seq,
  } satisfies Message);

const base = (seq: number, senderId: string) => ({
  conversationId: 'a',
  seq,
  n: 2,
  senderId,
  clientMsgId: `c${seq}`,
  createdAt: 1000 + seq,
});
const edit = (seq: number, text: string): Change => ({ ...base(seq, 'ann'), kind: 'edit', targetSeq: 1, body: { kind: 'text', text } });
const react = (seq: number, who: string, on: boolean): Change => ({ ...base(seq, who), kind: 'reaction', targetSeq: 1, emoji: '👍', on });
const pin = (seq: number, on: boolean): Change => ({ ...base(seq, 'bob'), kind: 'pin', targetSeq: 1, on });
const recall = (seq: number): Change => ({ ...base(seq, 'ann'), kind: 'recall', targetSeq: 1 });

/** Six changes of one message by three users, which affect the same aspects. */
const SETS: Record<string, readonly Change[]> = {
  'edits, reactions and pins': [edit(3, 'one'), react(4, 'bob', true), edit(5, 'two'), pin(6, true), react(7, 'bob', false), pin(8, false)],
  'a reaction that is toggled': [
    react(3, 'bob', true),
    react(4, 'cid', true),
    react(5, 'bob', false),
    react(6, 'bob', true),
    react(7, 'cid', false),
    pin(8, true),
  ],
  'a recall in between': [edit(3, 'one'), react(4, 'bob', true), recall(5), edit(6, 'too late'), pin(7, true), react(8, 'cid', true)],
};

function* permutations<T>(items: readonly T[]): Generator<readonly T[]> {
  if (items.length <= 1) {
    yield items;
    return;
  }
  for (let i = 0; i < items.length; i++)
    for (const rest of permutations([...items.slice(0, i), ...items.slice(i + 1)])) yield [items[i] as T, ...rest];
}

const start = (): Log => [message(1), message(2)].reduce(applyEntry, { ...emptyLog(0), lastSeq: 0 });
const stateOf = (log: Log) => ({ messages: log.messages, to: log.to, held: log.held.size });

describe.each(Object.entries(SETS))('concurrent changes: %s', (_, changes) => {
  const entries = changes.map(changeEntry);
  const inOrder = stateOf(entries.reduce(applyEntry, start()));

  it('SYNC-2 converge to one state in all 720 orders, and so does every prefix of them', () => {
    let orders = 0;
    for (let count = 1; count <= entries.length; count++) {
      const some = entries.slice(0, count);
      const expected = JSON.stringify(stateOf(some.reduce(applyEntry, start())));
      for (const order of permutations(some)) {
        expect(JSON.stringify(stateOf(order.reduce(applyEntry, start())))).toBe(expected);
        orders++;
      }
    }
    expect(orders).toBe(1 + 2 + 6 + 24 + 120 + 720);
    expect(inOrder.held).toBe(0);
  });

  it('SYNC-2 are idempotent: a repetition in any order changes nothing', () => {
    for (const order of permutations(entries)) {
      const once = order.reduce(applyEntry, start());
      expect(stateOf(order.reduce(applyEntry, once))).toEqual(stateOf(once));
    }
  });

  it('SYNC-2 converge in a window elsewhere in the log, which applies changes on arrival', () => {
    const window: Log = { ...start(), live: false, lastSeq: 40, to: 2 };
    const targeted = entries.filter((entry) => entry.kind === 'change' && entry.change.kind !== 'recall');
    const recalled = entries.length !== targeted.length;
    const expected = targeted.toSorted((a, b) => seqOf(a) - seqOf(b)).reduce(applyEntry, window).messages;
    for (const order of permutations(targeted)) expect(order.reduce(applyEntry, window).messages).toEqual(expected);
    if (recalled)
      for (const order of permutations(entries)) expect(order.reduce(applyEntry, window).messages[0]?.body.kind).toBe('recalled');
  });
});
