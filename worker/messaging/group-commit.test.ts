import { describe, expect, test } from 'vitest';
import type { AppendResult, Send } from '../store/log/append';
import { GroupCommit } from './group-commit';

const send = (senderId: string, clientMsgId: string, conversationId = 'c', body = ''): Send => ({
  conversationId,
  senderId,
  sessionId: 's',
  clientMsgId,
  body,
  replyTo: null,
  countable: true,
  mentions: [],
});

const stored = (sends: readonly Send[]): AppendResult => ({
  results: sends.map((_, i) => ({ ok: true, seq: i + 1, n: i + 1, createdAt: 0, hidden: false, recalled: false })),
  audience: new Map(sends.map((one) => [one.conversationId, [`${one.conversationId} audience`]])),
  latecomers: new Map(sends.map((one) => [one.conversationId, [[`${one.conversationId} latecomer`, 1]]])),
});

function setUp(fails: (ids: string[]) => boolean = () => false) {
  const batches: string[][] = [];
  const group = new GroupCommit(async (sends) => {
    const ids = sends.map((one) => one.clientMsgId);
    batches.push(ids);
    await Promise.resolve();
    if (fails(ids)) throw new Error('D1 said no');
    return stored(sends);
  });
  return { batches, group };
}

describe('group commit', () => {
  test('a call goes at once if no batch is running; later calls share the next batch', async () => {
    const { batches, group } = setUp();
    await Promise.all(['1', '2', '3', '4'].map((id) => group.append([send(`u${id}`, id)])));
    expect(batches).toEqual([['1'], ['2', '3', '4']]);
  });

  test('SEND-6 one sender’s sends keep their order within and across batches', async () => {
    const { batches, group } = setUp();
    await Promise.all([['1', '2'], ['3'], ['4', '5']].map((ids) => group.append(ids.map((id) => send('u', id)))));
    expect(batches.flat()).toEqual(['1', '2', '3', '4', '5']);
  });

  test('each call gets its own results and the audiences of its own conversations', async () => {
    const { group } = setUp();
    const first = group.append([send('a', '0')]);
    const [x, y] = [group.append([send('a', '1', 'x')]), group.append([send('b', '2', 'y'), send('b', '3', 'y')])];
    await first;
    expect((await x).results.map((r) => r.ok && r.seq)).toEqual([1]);
    expect((await y).results.map((r) => r.ok && r.seq)).toEqual([2, 3]);
    expect([...(await y).audience]).toEqual([['y', ['y audience']]]);
    expect([...(await y).latecomers]).toEqual([['y', [['y latecomer', 1]]]]);
  });

  test('SEND-3 two sends of one id never share a batch', async () => {
    const { batches, group } = setUp();
    await Promise.all([
      group.append([send('u', '0')]),
      group.append([send('u', '1')]),
      group.append([send('u', '1')]),
      group.append([send('v', '1')]),
    ]);
    expect(batches).toEqual([['0'], ['1'], ['1', '1']]);
  });

  test('a call that cannot be stored fails alone', async () => {
    const { group } = setUp((ids) => ids.includes('bad'));
    const answers = await Promise.allSettled([
      group.append([send('u', '0')]),
      group.append([send('v', 'bad')]),
      group.append([send('w', '2')]),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  test('SEND-8 the queue is limited in bytes too, and calls beyond the limit fail at once', async () => {
    const { group } = setUp();
    const body = 'x'.repeat(1024 * 1024);
    const answers = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => group.append([send('u', `${i}`, 'c', body)])));
    // One is running and 16 wait.
    expect(answers.filter((answer) => answer.status === 'rejected').length).toBe(3);
    await group.append([send('u', 'later', 'c', body)]);
  });

  test('a batch is limited in count and in bytes, and a large call is not split', async () => {
    const { batches, group } = setUp();
    const calls = [
      group.append([send('u', 'first')]),
      group.append(Array.from({ length: 200 }, (_, i) => send('u', `a${i}`))),
      group.append(Array.from({ length: 200 }, (_, i) => send('v', `b${i}`))),
      group.append([send('w', 'big', 'c', 'x'.repeat(600_000))]),
    ];
    await Promise.all(calls);
    expect(batches.map((batch) => batch.length)).toEqual([1, 200, 200, 1]);
  });
});
