import { describe, expect, it } from 'vitest';
import { dueAt, EMPTY_OUTBOX, IN_FLIGHT_MAX, type Item, type Outbox, type OutboxEffect, type OutboxEvent, resendMs, step } from './outbox';

let lastOrder = 0;
const item = (clientMsgId: string, conversationId = 'a', more: Partial<Item> = {}): Item => ({
  clientMsgId,
  conversationId,
  payload: { kind: 'send', body: { kind: 'text', text: clientMsgId } },
  createdAt: 1,
  order: ++lastOrder,
  ...more,
});

/** Drives an outbox event by event; `random` 0.5 means no jitter. */
class Play {
  state: Outbox = EMPTY_OUTBOX;
  effects: readonly OutboxEffect[] = [];
  now = 1_000_000;

  do(...events: OutboxEvent[]): this {
    this.effects = events.flatMap((event) => {
      const { state, effects } = step(this.state, event, this.now, () => 0.5);
      this.state = state;
      return effects;
    });
    return this;
  }

  next(): number {
    const at = dueAt(this.state) ?? Number.NaN;
    const waited = at - this.now;
    this.now = at;
    this.do({ type: 'tick' });
    return waited;
  }

  get sent(): string[] {
    return this.effects.flatMap((effect) => (effect.type === 'transmit' ? [effect.item.clientMsgId] : []));
  }
}

const refused = (
  clientMsgId: string,
  code: 'unavailable' | 'not_member' | 'unauthenticated' | 'rate_limited',
  retryAfterMs?: number,
): OutboxEvent => ({
  type: 'refused',
  clientMsgId,
  code,
  retryable: code === 'unavailable' || code === 'rate_limited',
  retryAfterMs,
});

describe('SEND-7 the outbox', () => {
  it('SEND-7 keeps an item until it is stored', () => {
    const play = new Play().do({ type: 'added', item: item('1') });
    expect(play.sent).toEqual([]);
    expect(play.do({ type: 'online' }).sent).toEqual(['1']);
    play.do({ type: 'offline' }).do({ type: 'online' });
    expect(play.sent).toEqual(['1']);
    play.do({ type: 'stored', clientMsgId: '1' });
    expect(play.effects).toEqual([{ type: 'delete', clientMsgId: '1' }]);
    expect(play.state.items).toEqual([]);
    expect(play.do({ type: 'stored', clientMsgId: '1' }).effects).toEqual([]);
  });

  it('SEND-7 resends an unanswered item under the same id after 1 s, doubling to 30 s', () => {
    const play = new Play().do({ type: 'online' }, { type: 'added', item: item('1') });
    const waits = Array.from({ length: 7 }, () => {
      const waited = play.next();
      expect(play.sent).toEqual(['1']);
      return waited;
    });
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it('SEND-7 varies the resend delay by at most a quarter', () => {
    expect([resendMs(0, 0), resendMs(0, 0.999_999), resendMs(9, 0), resendMs(9, 0.999_999)]).toEqual([750, 1250, 22_500, 37_500]);
  });

  it('SEND-6 sends the next item of a conversation when the previous one is stored', () => {
    const play = new Play().do({ type: 'loaded', items: [item('1'), item('2'), item('3')] });
    expect(play.do({ type: 'online' }).sent).toEqual(['1']);
    expect(play.do({ type: 'stored', clientMsgId: '1' }).sent).toEqual(['2']);
  });

  it('SEND-6 holds later items of a conversation behind a retry, but not other conversations', () => {
    const play = new Play().do({ type: 'online' }, { type: 'loaded', items: [item('1'), item('2'), item('x', 'b'), item('y', 'b')] });
    expect(play.sent).toEqual(['1', 'x']);
    expect(play.do(refused('1', 'unavailable')).sent).toEqual([]);
    expect(play.do({ type: 'stored', clientMsgId: 'x' }).sent).toEqual(['y']);
    play.do({ type: 'stored', clientMsgId: 'y' }).next();
    expect(play.sent).toEqual(['1']);
  });

  it('waits for the retryAfterMs of the hub', () => {
    const play = new Play().do({ type: 'online' }, { type: 'added', item: item('1') }, refused('1', 'rate_limited', 9000));
    expect(play.next()).toBe(9000);
  });

  it('a final error fails the message, saves the code, and sends the next item', () => {
    const play = new Play().do({ type: 'online' }, { type: 'loaded', items: [item('1'), item('2')] }, refused('1', 'not_member'));
    expect(play.state.items[0]?.failed).toBe('not_member');
    expect(play.sent).toEqual(['1', '2']);
    expect(play.effects).toContainEqual({ type: 'save', item: expect.objectContaining({ clientMsgId: '1', failed: 'not_member' }) });
  });

  it('a finally refused change leaves the outbox, reports its code, and sends the next item', () => {
    const pin = { kind: 'pin', targetSeq: 7, on: true } as const;
    const play = new Play().do(
      { type: 'online' },
      { type: 'loaded', items: [item('1', 'a', { payload: { kind: 'change', change: pin } }), item('2')] },
      refused('1', 'not_member'),
    );
    expect(play.effects).toContainEqual({ type: 'refused', conversationId: 'a', change: pin, code: 'not_member' });
    expect(play.effects).toContainEqual({ type: 'delete', clientMsgId: '1' });
    expect(play.state.items.map(({ clientMsgId }) => clientMsgId)).toEqual(['2']);
    expect(play.sent).toEqual(['1', '2']);
  });

  it('retries a change after a retryable error', () => {
    const change = { kind: 'recall', targetSeq: 7 } as const;
    const play = new Play().do(
      { type: 'online' },
      { type: 'added', item: item('1', 'a', { payload: { kind: 'change', change } }) },
      refused('1', 'unavailable'),
    );
    expect(play.effects).not.toContainEqual(expect.objectContaining({ type: 'refused' }));
    play.next();
    expect(play.sent).toEqual(['1']);
  });

  it('drops refused changes stored by an older version at load, and keeps refused messages', () => {
    const change = { kind: 'pin', targetSeq: 7, on: true } as const;
    const dead = item('1', 'a', { payload: { kind: 'change', change }, failed: 'not_allowed' });
    const message = item('2', 'a', { failed: 'not_allowed' });
    const play = new Play().do({ type: 'loaded', items: [dead, message] });
    expect(play.state.items).toEqual([message]);
    expect(play.effects).toEqual([{ type: 'delete', clientMsgId: '1' }]);
  });

  it('an ended session fails no item', () => {
    const play = new Play().do({ type: 'online' }, { type: 'added', item: item('1') }, refused('1', 'unauthenticated'));
    expect(play.state.items[0]?.failed).toBeUndefined();
  });

  it('retries a failed message under the same id, or discards it, as the user decides', () => {
    const play = new Play().do({ type: 'online' }, { type: 'added', item: item('1') }, refused('1', 'not_member'));
    expect(play.do({ type: 'retry', clientMsgId: '1' }).sent).toEqual(['1']);
    play.do(refused('1', 'not_member'), { type: 'discard', clientMsgId: '1' });
    expect(play.state.items).toEqual([]);
    expect(play.effects.at(-1)).toEqual({ type: 'delete', clientMsgId: '1' });
  });

  it('has at most 64 items in flight', () => {
    const items = Array.from({ length: 100 }, (_, i) => item(`m${i}`, `c${i}`));
    const play = new Play().do({ type: 'loaded', items }, { type: 'online' });
    expect(play.sent).toHaveLength(IN_FLIGHT_MAX);
    expect(play.do({ type: 'stored', clientMsgId: 'm0' }).sent).toEqual(['m64']);
  });

  it('keeps items once and in the order written, whatever the order of arrival', () => {
    const [a, b, c] = [item('1'), item('2'), item('3')];
    const play = new Play().do({ type: 'added', item: c }, { type: 'added', item: a }, { type: 'loaded', items: [a, b, c] });
    expect(play.state.items).toEqual([a, b, c]);
  });
});
