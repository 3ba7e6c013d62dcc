import { expect, test } from 'vitest';
import type { AppendResult, EntryResult, Send } from '../store/log/append';
import { ChangeQueue, type PendingChange } from './changing';
import { ReadQueue } from './reading';
import { type PendingSend, SendQueue } from './sending';

const stored: EntryResult = { ok: true, seq: 1, n: 1, createdAt: 0, hidden: false, recalled: false };
const result: AppendResult = {
  results: [stored],
  audience: new Map(),
  latecomers: new Map(),
};

const shortWait = () => new Promise((resolve) => setTimeout(resolve, 5));

function sendOf(clientMsgId: string, told: string[], stored?: () => void): PendingSend {
  return {
    frame: { type: 'send', clientMsgId, conversationId: 'c', body: { kind: 'text', text: clientMsgId } },
    sessionId: 's',
    connectionId: 'x',
    onStored: stored ?? (() => told.push(`${clientMsgId} stored`)),
    onRefused: (code) => told.push(`${clientMsgId} ${code}`),
  };
}

test('SEND-8 a callback that throws stops no later send or change', async () => {
  const told: string[] = [];
  const failures: unknown[] = [];
  const fail = () => {
    throw new Error('boom');
  };
  const sends = new SendQueue({
    userId: 'u',
    append: async (batch: readonly Send[]) => ({ ...result, results: batch.flatMap(() => result.results) }),
    notify: () => undefined,
    onFailure: (error) => failures.push(error),
  });
  sends.add(sendOf('1', told, fail));
  await shortWait();
  sends.add(sendOf('2', told));
  await shortWait();

  const changes = new ChangeQueue({
    userId: 'u',
    store: async () => ({ result: stored, audience: [], recounted: [] }),
    notify: () => undefined,
    onFailure: (e) => failures.push(e),
  });
  const change = (clientMsgId: string, stored: () => void): PendingChange => ({
    frame: { type: 'change', clientMsgId, conversationId: 'c', change: { kind: 'recall', targetSeq: 1 } },
    sessionId: 's',
    connectionId: 'x',
    onStored: stored,
    onRefused: (code) => told.push(`${clientMsgId} ${code}`),
  });
  changes.add(change('3', fail));
  changes.add(change('4', () => told.push('4 stored')));
  await shortWait();
  expect(told).toEqual(['2 stored', '4 stored']);
  expect(failures.length).toBe(2);
});

test('READ-4 a mark that could not be raised is retried together with later marks', async () => {
  const asked: string[] = [];
  const told: number[] = [];
  let fails = 2;
  const reads = new ReadQueue({
    raise: async (sessionId, marks) => {
      asked.push(`${sessionId} ${marks.map(({ conversationId, seq }) => `${conversationId}${seq}`).join(' ')}`);
      if (fails-- > 0) throw new Error('D1 is away');
      return { alive: true, raised: marks.map((mark) => ({ ...mark, n: mark.seq, audience: [] })) };
    },
    notify: (raised) => told.push(...raised.map(({ seq }) => seq)),
    onSessionEnded: () => undefined,
    onFailure: () => undefined,
    sleep: async () => undefined,
  });
  reads.add('s', { conversationId: 'c', seq: 4 });
  reads.add('s', { conversationId: 'c', seq: 7 });
  reads.add('s', { conversationId: 'd', seq: 1 });
  await shortWait();
  expect(asked).toEqual(['s c4', 's c7 d1', 's c7 d1']);
  expect(told).toEqual([7, 1]);
  fails = Number.POSITIVE_INFINITY;
  reads.add('s', { conversationId: 'c', seq: 8 });
  await shortWait();
  expect(asked.length).toBe(3 + 5);
});

test('SEND-3 a send that failed after its commit is answered unavailable, and its repeat gets the first result', async () => {
  const told: string[] = [];
  const log = new Map<string, number>();
  let calls = 0;
  const sends = new SendQueue({
    userId: 'u',
    append: async (batch) => {
      for (const send of batch) if (!log.has(send.clientMsgId)) log.set(send.clientMsgId, log.size + 1);
      if (++calls === 1) throw new Error('the answer was lost');
      return {
        results: batch.map((send) => ({
          ok: true,
          seq: log.get(send.clientMsgId) ?? 0,
          n: 1,
          createdAt: 0,
          hidden: false,
          recalled: false,
        })),
        audience: new Map(),
        latecomers: new Map(),
      };
    },
    notify: (all) => told.push(...all.map(({ message }) => `notified ${message.clientMsgId} ${message.seq}`)),
    onFailure: () => undefined,
  });
  sends.add(sendOf('1', told));
  await shortWait();
  sends.add(sendOf('1', told));
  await shortWait();
  expect(told).toEqual(['1 unavailable', '1 stored', 'notified 1 1']);
  expect(log.size).toBe(1);
});
