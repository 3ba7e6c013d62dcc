import { describe, expect, it } from 'vitest';
import type { Message } from '../../protocol/records';
import type { ChangeRequest } from '../../protocol/up';
import type { Item, Payload } from '../outbox/outbox';
import { applyEntry, emptyLog, type Log, messageEntry, trimNewer } from './log';
import { type RowsInput, rowsOf } from './rows';

const message = (seq: number, senderId: string, more: Partial<Message> = {}): Message => ({
  conversationId: 'a',
  seq,
  n: seq,
  senderId,
  clientMsgId: `m${seq}`,
  body: { kind: 'text', text: `${seq}` },
  createdAt: seq,
  ...more,
});
const logOf = (...messages: Message[]): Log => messages.map(messageEntry).reduce(applyEntry, emptyLog(0));
const item = (clientMsgId: string, payload: Payload, more: Partial<Item> = {}): Item => ({
  clientMsgId,
  conversationId: 'a',
  payload,
  createdAt: 99,
  order: 1,
  ...more,
});
const text = (content: string): Payload => ({ kind: 'send', body: { kind: 'text', text: content } });
const change = (request: ChangeRequest): Payload => ({ kind: 'change', change: request });
const rows = (more: Partial<RowsInput>) =>
  rowsOf({ myId: 'me', log: emptyLog(0), items: [], deliveredSeq: 0, readSeq: 0, ...more }, new Map()).rows;

describe('rows', () => {
  it('keep their key from the optimistic bubble to the confirmed message', () => {
    const [before] = rows({ items: [item('x', text('hi'))] });
    const [after] = rows({ log: logOf(message(1, 'me', { clientMsgId: 'x' })) });
    expect([before?.key, before?.status, after?.key, after?.status]).toEqual(['x', 'queued', 'x', 'sent']);
  });

  it('show a message once when it is both stored and in the outbox', () => {
    expect(rows({ log: logOf(message(1, 'me', { clientMsgId: 'x' })), items: [item('x', text('hi'))] })).toHaveLength(1);
  });

  it('have a status only for own messages, from the marks of the peer', () => {
    const log = logOf(message(1, 'me'), message(2, 'me'), message(3, 'me'), message(4, 'ann'));
    expect(rows({ log, deliveredSeq: 2, readSeq: 1 }).map(({ status }) => status)).toEqual(['read', 'delivered', 'sent', undefined]);
  });

  it('show own changes before they are stored, and revert them when they leave the outbox', () => {
    const log = logOf(message(1, 'ann'));
    const react = item('c', change({ kind: 'reaction', targetSeq: 1, emoji: '👍', on: true }));
    expect(rows({ log, items: [react] })).toMatchObject([{ pending: true, reactions: [{ emoji: '👍', userIds: ['me'] }] }]);
    expect(rows({ log, items: [] })[0]?.reactions).toBeUndefined();
  });

  it('SYNC-1 show own messages after a hole without a seq, and hide messages of others', () => {
    const log = [message(1, 'ann'), message(3, 'me'), message(4, 'ann')].map(messageEntry).reduce(applyEntry, emptyLog(0));
    expect(rows({ log }).map(({ key, seq, status }) => [key, seq, status])).toEqual([
      ['s1', 1, undefined],
      ['m3', undefined, 'sent'],
    ]);
  });

  it('carry the error code of a failed message', () => {
    expect(rows({ items: [item('x', text('hi'), { failed: 'blocked' })] })).toMatchObject([{ status: 'failed', error: 'blocked' }]);
  });

  it('omit deleted messages, and unsent messages when the window does not reach the end', () => {
    const log = logOf(message(1, 'ann'), message(2, 'ann'), message(3, 'ann'));
    expect(rows({ log, deleted: [2] }).map(({ seq }) => seq)).toEqual([1, 3]);
    expect(rows({ log: trimNewer(log, 2), items: [item('x', text('hi'))] }).map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('are the same objects while their content is unchanged', () => {
    const log = logOf(message(1, 'ann'), message(2, 'me'));
    const input = { myId: 'me', log, items: [], deliveredSeq: 0, readSeq: 0 };
    const first = rowsOf(input, new Map());
    const second = rowsOf({ ...input, log: applyEntry(log, messageEntry(message(3, 'ann'))), readSeq: 2 }, first.cache);
    expect(second.rows[0]).toBe(first.rows[0]);
    expect(second.rows[1]).not.toBe(first.rows[1]);
  });

  it('strip direction overrides from titles and names of others', () => {
    const bodyOf = (body: Message['body']) => rows({ log: logOf({ ...message(1, 'ann'), body }) })[0]?.body;
    const title = '\u202etxt.exe';
    expect(bodyOf({ kind: 'system', event: { event: 'created', title } })).toEqual({
      kind: 'system',
      event: { event: 'created', title: 'txt.exe' },
    });
    expect(bodyOf({ kind: 'system', event: { event: 'renamed', title: '\u3164' } })).toMatchObject({ event: { title: '�' } });
    expect(bodyOf({ kind: 'text', text: '\u202ea', forwardedFrom: { userId: 'li', name: title } })).toEqual({
      kind: 'text',
      text: '\u202ea',
      forwardedFrom: { userId: 'li', name: 'txt.exe' },
    });
  });
});
