import { expect, test } from 'vitest';
import type { Appended, AppendResult, Send } from '../store/log/append';
import { ChangeQueue, type WaitingChange } from './changing';
import { ReadQueue } from './reading';
import { SendQueue, type WaitingSend } from './sending';

const stored: Appended = { ok: true, seq: 1, n: 1, createdAt: 0, hidden: false, recalled: false };
const result: AppendResult = {
  results: [stored],
  audience: new Map(),
  latecomers: new Map(),
};

const soon = () => new Promise((resolve) => setTimeout(resolve, 5));

function sendOf(clientMsgId: string, told: string[], stored?: () => void): WaitingSend {
  return {
    frame: { type: 'send', clientMsgId, conversationId: 'c', body: { kind: 'text', text: clientMsgId } },
    sessionId: 's',
    connectionId: 'x',
    stored: stored ?? (() => told.push(`${clientMsgId} stored`)),
    refused: (code) => told.push(`${clientMsgId} ${code}`),
  };
}

test('SEND-8 an answer that throws stops neither the sends nor the changes behind it', async () => {
  const told: string[] = [];
  const failures: unknown[] = [];
  const boom = () => {
    throw new Error('boom');
  };
  const sends = new SendQueue({
    userId: 'u',
    append: async (batch: readonly Send[]) => ({ ...result, results: batch.flatMap(() => result.results) }),
    tell: () => undefined,
    onFailure: (error) => failures.push(error),
  });
  sends.add(sendOf('1', told, boom));
  await soon();
  sends.add(sendOf('2', told));
  await soon();

  const changes = new ChangeQueue({
    userId: 'u',
    store: async () => ({ result: stored, audience: [], recounted: [] }),
    tell: () => undefined,
    onFailure: (e) => failures.push(e),
  });
  const change = (clientMsgId: string, stored: () => void): WaitingChange => ({
    frame: { type: 'change', clientMsgId, conversationId: 'c', change: { kind: 'recall', targetSeq: 1 } },
    sessionId: 's',
    connectionId: 'x',
    stored,
    refused: (code) => told.push(`${clientMsgId} ${code}`),
  });
  changes.add(change('3', boom));
  changes.add(change('4', () => told.push('4 stored')));
  await soon();
  expect(told).toEqual(['2 stored', '4 stored']);
  expect(failures.length).toBe(2);
});

test('READ-4 a mark that could not be raised is raised again, together with what came meanwhile', async () => {
  const asked: string[] = [];
  const told: number[] = [];
  let fails = 2;
  const reads = new ReadQueue({
    raise: async (sessionId, marks) => {
      asked.push(`${sessionId} ${marks.map(({ conversationId, seq }) => `${conversationId}${seq}`).join(' ')}`);
      if (fails-- > 0) throw new Error('D1 is away');
      return { alive: true, raised: marks.map((mark) => ({ ...mark, n: mark.seq, audience: [] })) };
    },
    tell: (raised) => told.push(...raised.map(({ seq }) => seq)),
    onEnded: () => undefined,
    onFailure: () => undefined,
    sleep: async () => undefined,
  });
  reads.add('s', { conversationId: 'c', seq: 4 });
  reads.add('s', { conversationId: 'c', seq: 7 });
  reads.add('s', { conversationId: 'd', seq: 1 });
  await soon();
  expect(asked).toEqual(['s c4', 's c7 d1', 's c7 d1']);
  expect(told).toEqual([7, 1]);
  fails = Number.POSITIVE_INFINITY;
  reads.add('s', { conversationId: 'c', seq: 8 });
  await soon();
  expect(asked.length).toBe(3 + 5);
});

test('SEND-3 what failed after the commit is answered unavailable, and its repeat with the first result', async () => {
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
    tell: (all) => told.push(...all.map(({ message }) => `told ${message.clientMsgId} ${message.seq}`)),
    onFailure: () => undefined,
  });
  sends.add(sendOf('1', told));
  await soon();
  sends.add(sendOf('1', told));
  await soon();
  expect(told).toEqual(['1 unavailable', '1 stored', 'told 1 1']);
  expect(log.size).toBe(1);
});
