import { describe, expect, test } from 'vitest';
import { UNACKED_MAX, WATCH_MAX } from '../../../protocol/limits';
import { type ConnectionState, decodeAttachment, encodeAttachment } from '../connection/attachment';
import { BEHIND_MAX, type Deliveries, type DeliveryEvent, NOTHING_DELIVERED, nextDueAt, type Ref, step } from './deliveries';

const TIMING = { ackTimeoutMs: 5000, resendIntervalMs: 2000, resendLimit: 2 };
const message = (seq: number, conversationId = 'c'): Ref => ({ kind: 'message', conversationId, seq });
const messages = (count: number, conversationId = 'c') => Array.from({ length: count }, (_, i) => message(i + 1, conversationId));

function run(events: readonly (DeliveryEvent & { at: number })[], from: Deliveries = NOTHING_DELIVERED) {
  let state = from;
  const sent: string[] = [];
  for (const { at, ...event } of events) {
    const next = step(state, event, at, TIMING);
    state = next.state;
    for (const effect of next.effects) {
      if (effect.type === 'send') sent.push(`${at}: ${effect.ref.kind} ${effect.tid}${effect.redelivery ? ' again' : ''}`);
      else if (effect.type === 'close') sent.push(`${at}: close ${effect.reason}`);
    }
  }
  return { state, sent };
}

describe('deliveries', () => {
  test('ACK-1 every push carries the next tid', () => {
    expect(
      run([
        { type: 'push', refs: messages(2), at: 0 },
        { type: 'push', refs: [message(3)], at: 1 },
      ]).sent,
    ).toEqual(['0: message 1', '0: message 2', '1: message 3']);
  });

  test('ACK-2 an ack covers every push up to its tid; a repeated or late ack changes nothing', () => {
    const { state } = run([
      { type: 'push', refs: messages(5), at: 0 },
      { type: 'ack', tid: 3, at: 1 },
      { type: 'ack', tid: 2, at: 2 },
    ]);
    expect(state.window.map((ref) => ref.seq)).toEqual([4, 5]);
    expect(run([{ type: 'ack', tid: 0, at: 0 }]).sent).toEqual([]);
  });

  test('ACK-2 an ack for a tid that was never sent closes with bad_frame', () => {
    expect(
      run([
        { type: 'push', refs: messages(2), at: 0 },
        { type: 'ack', tid: 3, at: 1 },
      ]).sent,
    ).toContain('1: close bad_frame');
  });

  test('ACK-3 un-acked pushes are resent in order after 5 s and after 2 s more, and then the connection closes', () => {
    const { sent } = run([
      { type: 'push', refs: messages(2), at: 0 },
      { type: 'tick', at: 4999 },
      { type: 'tick', at: 5000 },
      { type: 'tick', at: 6999 },
      { type: 'tick', at: 7000 },
      { type: 'tick', at: 9000 },
    ]);
    expect(sent.slice(2)).toEqual([
      '5000: message 1 again',
      '5000: message 2 again',
      '7000: message 1 again',
      '7000: message 2 again',
      '9000: close ack_timeout',
    ]);
  });

  test('ACK-3 a push that was acked meanwhile is not resent', () => {
    const { sent, state } = run([
      { type: 'push', refs: messages(2), at: 0 },
      { type: 'ack', tid: 1, at: 100 },
      { type: 'tick', at: 5000 },
      { type: 'ack', tid: 2, at: 5100 },
      { type: 'tick', at: 7000 },
    ]);
    expect(sent.slice(2)).toEqual(['5000: message 2 again']);
    expect(nextDueAt(state)).toBeUndefined();
  });

  test('ACK-3 a clock that steps back by an hour delays no resend by it', () => {
    const hour = 3_600_000;
    const { sent } = run([
      { type: 'push', refs: messages(1), at: hour },
      { type: 'tick', at: 4000 },
      { type: 'tick', at: 6000 },
      { type: 'tick', at: 8000 },
    ]);
    expect(sent.slice(1)).toEqual(['4000: message 1 again', '6000: message 1 again', '8000: close ack_timeout']);
  });

  test('ACK-5 nothing is sent past 256 un-acked pushes; after acks one `behind` lists the conversations to pull', () => {
    const { sent, state } = run([
      { type: 'push', refs: messages(UNACKED_MAX), at: 0 },
      { type: 'push', refs: [message(257), message(1, 'd')], at: 1 },
      { type: 'ack', tid: 10, at: 2 },
      { type: 'push', refs: [message(258)], at: 3 },
      { type: 'ack', tid: 200, at: 4 },
      { type: 'push', refs: [message(259)], at: 5 },
    ]);
    expect(sent.slice(UNACKED_MAX)).toEqual(['4: behind 257', '5: message 258']);
    expect(state.window.find((ref) => ref.kind === 'behind')?.conversationIds).toEqual(['c', 'd']);
    expect(state.behind).toEqual([]);
  });

  test('ACK-5 a connection that is behind in too many conversations is closed', () => {
    const { sent } = run([
      { type: 'push', refs: messages(UNACKED_MAX), at: 0 },
      { type: 'push', refs: Array.from({ length: BEHIND_MAX + 1 }, (_, i) => message(1, `c${i}`)), at: 1 },
    ]);
    expect(sent.at(-1)).toBe('1: close ack_timeout');
  });

  test('ACK-4 the largest window fits the attachment with room to spare and is restored unchanged', () => {
    const long = (i: number) => `0g${String(i).padStart(22, 'x')}`;
    const full = step(
      NOTHING_DELIVERED,
      { type: 'push', refs: Array.from({ length: UNACKED_MAX }, (_, i) => message(900_000_000 + i, long(i))) },
      1_700_000_000_000,
      TIMING,
    ).state;
    const behind = step(
      full,
      { type: 'push', refs: Array.from({ length: BEHIND_MAX }, (_, i) => message(1, long(1000 + i))) },
      1_700_000_000_000,
      TIMING,
    ).state;
    const state: ConnectionState = {
      id: 'x'.repeat(22),
      deviceId: 'd'.repeat(64),
      tabId: 't'.repeat(64),
      sessionId: 's'.repeat(64),
      openedAt: 1_600_000_000_000,
      frameAt: 1_700_000_000_000,
      live: true,
      watching: Array.from({ length: WATCH_MAX }, (_, i) => 'u'.repeat(20) + (10 + i)),
      deliveries: behind,
    };
    const pair = new WebSocketPair();
    pair[1].accept();
    const attachment = encodeAttachment(state);
    pair[1].serializeAttachment(attachment);
    expect(decodeAttachment(pair[1].deserializeAttachment())).toEqual(state);
    // The limit of 16,384 bytes is for the structured clone, which is shorter than the JSON.
    const size = JSON.stringify(attachment).length;
    console.log(`worst attachment: ${size} bytes as JSON`);
    expect(size).toBeLessThan(15_000);
  });
});
