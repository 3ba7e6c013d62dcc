import { describe, expect, it } from 'vitest';
import { CLOSE_CODES } from '../../protocol/close-codes';
import type { Down } from '../../protocol/down';
import { type Connection, type ConnectionEffect, type ConnectionEvent, dueAt, newConnection, step } from './machine';

const welcome = (more: Partial<Extract<Down, { type: 'welcome' }>> = {}): Down => ({
  type: 'welcome',
  connectionId: 'c',
  userId: 'u',
  heartbeatMs: 30_000,
  idleTimeoutMs: 300_000,
  now: 1,
  epoch: 'e',
  cursor: 'e.1',
  full: true,
  conversations: [],
  unreadTotal: 0,
  ...more,
});
const behind = (tid: number): Down => ({ type: 'behind', tid, conversationIds: ['x'] });

/** A connection that is played through event by event. */
class Play {
  state: Connection;
  effects: readonly ConnectionEffect[] = [];
  now = 1_000_000;
  random = 0.5;

  constructor(visible = true) {
    this.state = newConnection(visible, 'wifi', {}, this.now);
  }

  do(event: ConnectionEvent): this {
    const { state, effects } = step(this.state, event, { now: this.now, random: this.random });
    this.state = state;
    this.effects = effects;
    return this;
  }

  after(ms: number): this {
    this.now += ms;
    return this.do({ type: 'tick' });
  }

  /** Lets time run to the next thing that is due. */
  next(): number {
    const at = dueAt(this.state) ?? Number.NaN;
    const waited = at - this.now;
    this.now = at;
    this.do({ type: 'tick' });
    return waited;
  }

  get socket(): number {
    return this.state.lastSocket;
  }

  online(): this {
    const socket = this.do({ type: 'start' }).socket;
    return this.do({ type: 'opened', socket }).do({ type: 'frame', socket, frame: welcome() });
  }

  closed(code: number, reason = ''): this {
    return this.do({ type: 'closed', socket: this.socket, code, reason });
  }

  texts(): string[] {
    return this.effects.flatMap((effect) => (effect.type === 'text' ? [effect.text] : []));
  }

  opens(): boolean {
    return this.effects.some((effect) => effect.type === 'open');
  }
}

describe('the way to online', () => {
  it('CONN-10 says hello first, and is online with the welcome', () => {
    const play = new Play().do({ type: 'start' });
    expect(play.state.link.state).toBe('connecting');
    expect(play.effects).toEqual([{ type: 'open', socket: 1 }]);
    play.do({ type: 'opened', socket: 1 });
    expect(play.state.link.state).toBe('syncing');
    expect(play.effects).toEqual([{ type: 'hello', socket: 1 }]);
    play.do({ type: 'frame', socket: 1, frame: welcome() });
    expect(play.state.link.state).toBe('online');
    expect(play.effects).toEqual([{ type: 'deliver', frame: welcome() }]);
  });

  it('gives an attempt up that has no welcome after ten seconds', () => {
    const play = new Play().do({ type: 'start' });
    expect(play.after(9999).state.link.state).toBe('connecting');
    play.after(1);
    expect(play.state.link.state).toBe('offline');
    expect(play.effects).toEqual([{ type: 'close', socket: 1 }]);
  });

  it('tries again later when the hub cannot read the inbox', () => {
    const play = new Play().do({ type: 'start' }).do({ type: 'opened', socket: 1 });
    play.do({ type: 'frame', socket: 1, frame: { type: 'error', code: 'unavailable', message: '', retryable: true, retryAfterMs: 700 } });
    expect(play.state.link).toMatchObject({ state: 'offline', retryAt: play.now + 700 });
  });
});

describe('CONN-6 reconnecting', () => {
  it('CONN-6 waits a random time up to a ceiling that doubles from 0.5 s to 30 s', () => {
    const play = new Play().online();
    play.random = 0.999_999;
    const waits = Array.from({ length: 9 }, () => {
      play.closed(1006);
      return play.next();
    });
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    play.random = 0;
    play.closed(1006);
    expect(play.next()).toBe(0);
  });

  it('CONN-6 starts small again after a welcome, not after an open', () => {
    const play = new Play().online();
    play.random = 0.999_999;
    for (let i = 0; i < 4; i++) play.closed(1006).next();
    play.do({ type: 'opened', socket: play.socket }).closed(1006);
    expect(play.next()).toBe(8000);
    play.do({ type: 'opened', socket: play.socket }).do({ type: 'frame', socket: play.socket, frame: welcome() }).closed(1006);
    expect(play.next()).toBe(500);
  });

  it.each(['network', 'visible'] as const)('CONN-6 is cut short by %s', (hint) => {
    const play = new Play().online().closed(1006);
    play.do(hint === 'network' ? { type: hint, network: 'wifi' } : { type: hint });
    expect(play.opens()).toBe(true);
  });

  it('CONN-6 ignores what an older socket still says', () => {
    const play = new Play().online().closed(1006);
    play.next();
    const before = play.state;
    for (const event of [
      { type: 'opened', socket: 1 },
      { type: 'closed', socket: 1, code: 4001, reason: '' },
      { type: 'frame', socket: 1, frame: welcome() },
      { type: 'pong', socket: 1 },
      { type: 'sent', socket: 1 },
    ] as const) {
      play.do(event);
      expect(play.state).toBe(before);
      expect(play.effects).toEqual([]);
    }
  });

  it('asks a link that stands whether it lives when somebody looks again', () => {
    const play = new Play().online().do({ type: 'visible' });
    expect(play.texts()).toEqual(['ping']);
    play.next();
    play.next();
    expect(play.state.link.state).toBe('offline');
  });
});

describe('close codes carry the verdict', () => {
  const linkAfter = (name: keyof typeof CLOSE_CODES, visible = true) =>
    new Play(visible).online().closed(CLOSE_CODES[name].code).state.link;

  it('idle: reconnects at once where somebody looks, else on next use', () => {
    expect(linkAfter('idle').state).toBe('connecting');
    const hidden = new Play(false).online().closed(4000);
    expect(hidden.state.link).toMatchObject({ state: 'offline', retryAt: null });
    expect(dueAt(hidden.state)).toBeNull();
    expect(hidden.do({ type: 'use' }).opens()).toBe(true);
  });

  it('signed_out, upgrade_required and replaced end it, each with its reason', () => {
    expect(linkAfter('signed_out')).toMatchObject({ state: 'closed', reason: 'signedOut' });
    expect(linkAfter('upgrade_required')).toMatchObject({ state: 'closed', reason: 'upgradeRequired' });
    expect(linkAfter('replaced')).toMatchObject({ state: 'closed', reason: 'replaced' });
  });

  it('ack_timeout and what no table lists: reconnects by back-off', () => {
    expect(linkAfter('ack_timeout')).toMatchObject({ state: 'offline', retryAt: expect.any(Number) });
    for (const code of [1001, 1006, 1012, 4999]) expect(new Play().online().closed(code).state.link.state).toBe('offline');
  });

  it('bad_frame: reconnects once, then gives up', () => {
    const play = new Play().online().closed(4003);
    play.next();
    play.do({ type: 'opened', socket: play.socket }).do({ type: 'frame', socket: play.socket, frame: welcome() }).closed(4003);
    expect(play.state.link).toMatchObject({ state: 'closed', reason: 'protocol' });
  });

  it('rate_limited: reconnects after the stated delay', () => {
    expect(new Play().online().closed(4008, '12000').next()).toBe(12_000);
    expect(new Play().online().closed(4008, 'rate_limited').next()).toBe(5000);
  });

  it('leaves by one funnel: whatever ends a connection closes its socket, once', () => {
    const ends: ConnectionEvent[] = [{ type: 'stop' }, { type: 'signedOut' }, { type: 'closed', socket: 1, code: 1006, reason: '' }];
    for (const end of ends) {
      const play = new Play().online().do(end);
      expect(play.effects).toEqual([{ type: 'close', socket: 1 }]);
      expect(play.do(end).effects).toEqual([]);
    }
  });
});

describe('CONN-7 heartbeat', () => {
  const interval = (play: Play) => (play.state.link.state === 'online' ? play.state.link.beat.intervalMs : 0);
  const beat = (play: Play) => {
    const waited = play.next();
    expect(play.texts()).toEqual(['ping']);
    play.now += 20;
    play.do({ type: 'pong', socket: play.socket });
    return waited;
  };

  it('CONN-7 pings after heartbeatMs without traffic', () => {
    const play = new Play().online();
    expect(play.next()).toBe(30_000);
    expect(play.texts()).toEqual(['ping']);
  });

  it('CONN-7 gives a socket up after two pings without an answer', () => {
    const play = new Play().online();
    play.next();
    expect(play.next()).toBe(5000);
    expect(play.texts()).toEqual(['ping']);
    expect(play.next()).toBe(5000);
    expect(play.state.link.state).toBe('offline');
  });

  it('CONN-7 anything that arrives answers a ping', () => {
    const play = new Play().online();
    play.next();
    play.do({ type: 'frame', socket: 1, frame: { type: 'typing', conversationId: 'x', userId: 'y' } });
    expect(play.state.link).toMatchObject({ state: 'online', beat: { unanswered: 0 } });
  });

  it('also pings a link that only receives, so that it is never idle to the hub', () => {
    const play = new Play().online();
    for (let i = 0; i < 29; i++) {
      play.now += 1000;
      play.do({ type: 'frame', socket: 1, frame: { type: 'typing', conversationId: 'x', userId: 'y' } });
    }
    expect(play.next()).toBe(1000);
    expect(play.texts()).toEqual(['ping']);
  });

  it('grows step by step to twice heartbeatMs while a network holds', () => {
    const play = new Play().online();
    const intervals = Array.from({ length: 7 }, () => {
      beat(play);
      return interval(play);
    });
    expect(intervals).toEqual([37_500, 45_000, 52_500, 60_000, 60_000, 60_000, 60_000]);
  });

  it('is never above a third of idleTimeoutMs', () => {
    const play = new Play().do({ type: 'start' }).do({ type: 'opened', socket: 1 });
    play.do({ type: 'frame', socket: 1, frame: welcome({ heartbeatMs: 30_000, idleTimeoutMs: 100_000 }) });
    for (let i = 0; i < 6; i++) beat(play);
    expect(interval(play)).toBe(33_333);
  });

  it('halves after a death within it, and remembers that of the type of network', () => {
    const play = new Play().online();
    for (let i = 0; i < 5; i++) beat(play);
    expect(interval(play)).toBe(60_000);
    for (let i = 0; i < 3; i++) play.next();
    expect(play.state.link.state).toBe('offline');
    expect(play.state.intervals).toEqual({ wifi: 30_000 });
    play.next();
    play.do({ type: 'opened', socket: play.socket }).do({ type: 'frame', socket: play.socket, frame: welcome() });
    expect(interval(play)).toBe(30_000);
    expect(play.do({ type: 'network', network: 'cellular' }).state.intervals.cellular).toBeUndefined();
  });
});

describe('ACK-7 acknowledging', () => {
  const acks = (play: Play) => play.texts().filter((text) => text !== 'ping');

  it('ACK-7 acks within 200 ms, cumulatively', () => {
    const play = new Play().online();
    for (const tid of [1, 2, 3]) {
      play.do({ type: 'frame', socket: 1, frame: behind(tid) });
      expect(acks(play)).toEqual([]);
    }
    expect(play.next()).toBeLessThanOrEqual(200);
    expect(acks(play)).toEqual(['{"type":"messageAck","tid":3}']);
    play.after(1000);
    expect(acks(play)).toEqual([]);
  });

  it('ACK-7 acks at once when 32 pushes came together', () => {
    const play = new Play().online();
    for (let tid = 1; tid <= 31; tid++) expect(acks(play.do({ type: 'frame', socket: 1, frame: behind(tid) }))).toEqual([]);
    expect(acks(play.do({ type: 'frame', socket: 1, frame: behind(32) }))).toEqual(['{"type":"messageAck","tid":32}']);
  });

  it('ACK-6 acks a push again that came before: its ack was lost', () => {
    const play = new Play().online();
    for (const tid of [1, 2]) play.do({ type: 'frame', socket: 1, frame: behind(tid) });
    play.next();
    play.do({ type: 'frame', socket: 1, frame: behind(1) });
    play.next();
    expect(acks(play)).toEqual(['{"type":"messageAck","tid":2}']);
  });

  it('ACK-2 never acks what has not arrived', () => {
    const play = new Play().online();
    for (const tid of [1, 3, 4]) play.do({ type: 'frame', socket: 1, frame: behind(tid) });
    play.next();
    expect(acks(play)).toEqual(['{"type":"messageAck","tid":1}']);
    play.do({ type: 'frame', socket: 1, frame: behind(2) });
    play.next();
    expect(acks(play)).toEqual(['{"type":"messageAck","tid":4}']);
  });

  it('ACK-7 a hidden page, whose timers are slow, acks at once', () => {
    const play = new Play(false).online();
    expect(acks(play.do({ type: 'frame', socket: 1, frame: behind(1) }))).toEqual(['{"type":"messageAck","tid":1}']);
  });

  it('counts anew on a new connection', () => {
    const play = new Play().online();
    for (const tid of [1, 2]) play.do({ type: 'frame', socket: 1, frame: behind(tid) });
    play.closed(1006).next();
    play.do({ type: 'opened', socket: 2 }).do({ type: 'frame', socket: 2, frame: welcome() });
    play.do({ type: 'frame', socket: 2, frame: behind(1) });
    play.next();
    expect(acks(play)).toEqual(['{"type":"messageAck","tid":1}']);
  });
});
