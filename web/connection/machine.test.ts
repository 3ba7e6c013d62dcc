import { describe, expect, it } from 'vitest';
import { CLOSE_CODES } from '../../protocol/close-codes';
import { Play, welcome } from '../testing/connection-play';
import { spreadMs } from './backoff';
import { dueAt } from './machine';
import type { ConnectionEvent } from './states';

describe('connecting', () => {
  it('CONN-10 sends hello first, and is online after the welcome', () => {
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

  it('gives up an attempt without a welcome after ten seconds', () => {
    const play = new Play().do({ type: 'start' });
    expect(play.after(9999).state.link.state).toBe('connecting');
    play.after(1);
    expect(play.state.link.state).toBe('offline');
    expect(play.effects).toEqual([{ type: 'close', socket: 1 }, { type: 'ask' }]);
  });

  it('retries later when the hub cannot read the inbox', () => {
    const play = new Play().do({ type: 'start' }).do({ type: 'opened', socket: 1 });
    play.do({ type: 'frame', socket: 1, frame: { type: 'error', code: 'unavailable', message: '', retryable: true, retryAfterMs: 700 } });
    expect(play.state.link).toMatchObject({ state: 'offline', retryAt: play.now + 700 });
  });
});

describe('CONN-6 reconnecting', () => {
  it('CONN-6 spreads the return of everybody whose link stood over seconds', () => {
    const play = new Play().online();
    play.random = 0.999_999;
    play.closed(1006);
    expect(play.next()).toBe(spreadMs(play.random));
    // The hub's own word concerns one connection: there is no crowd.
    const slow = new Play().online();
    slow.random = 0.999_999;
    slow.closed(4002);
    expect(slow.next()).toBe(500);
  });

  it('CONN-6 waits a random time up to a ceiling that doubles from 0.5 s to 30 s', () => {
    const play = new Play().do({ type: 'start' });
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

  it('CONN-6 resets the delay after a welcome, not after an open', () => {
    const play = new Play().online();
    play.random = 0.999_999;
    for (let i = 0; i < 4; i++) play.closed(1006).next();
    play.do({ type: 'opened', socket: play.socket }).closed(1006);
    expect(play.next()).toBe(8000);
    play.do({ type: 'opened', socket: play.socket }).do({ type: 'frame', socket: play.socket, frame: welcome() }).closed(4002);
    expect(play.next()).toBe(500);
  });

  it.each(['network', 'visible'] as const)('CONN-6 is cut short by %s', (hint) => {
    const play = new Play().online().closed(1006);
    play.do(hint === 'network' ? { type: hint, network: 'wifi' } : { type: hint });
    expect(play.opens()).toBe(true);
  });

  it('CONN-6 ignores events of an older socket', () => {
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

  it('pings an open link when the page becomes visible', () => {
    const play = new Play().online().do({ type: 'visible' });
    expect(play.texts()).toEqual(['ping']);
    play.next();
    play.next();
    expect(play.state.link.state).toBe('offline');
  });
});

describe('close codes decide what follows', () => {
  const linkAfter = (name: keyof typeof CLOSE_CODES, visible = true) =>
    new Play(visible).online().closed(CLOSE_CODES[name].code).state.link;

  it('idle: reconnects at once where somebody looks, else on next use', () => {
    expect(linkAfter('idle').state).toBe('connecting');
    const hidden = new Play(false).online().closed(4000);
    expect(hidden.state.link).toMatchObject({ state: 'offline', retryAt: null });
    expect(dueAt(hidden.state)).toBeNull();
    expect(hidden.do({ type: 'use' }).opens()).toBe(true);
  });

  it('signed_out, upgrade_required and replaced close the link, each with its reason', () => {
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

  it('idle: reconnects at once while another tab is visible, although this page is hidden', () => {
    const play = new Play(false).online().do({ type: 'others', visible: true });
    expect(play.closed(4000).opens()).toBe(true);
    const left = new Play(false).online().do({ type: 'others', visible: true }).do({ type: 'others', visible: false });
    expect(left.closed(4000).state.link).toMatchObject({ state: 'offline', retryAt: null });
  });

  it('rate_limited: reconnects after the stated delay', () => {
    expect(new Play().online().closed(4008, '12000').next()).toBe(12_000);
    expect(new Play().online().closed(4008, 'rate_limited').next()).toBe(5000);
  });

  it('closes the socket exactly once, whatever ends the connection', () => {
    const ends: ConnectionEvent[] = [{ type: 'stop' }, { type: 'closed', socket: 1, code: 1006, reason: '' }];
    for (const end of ends) {
      const play = new Play().online().do(end);
      expect(play.effects).toEqual([{ type: 'close', socket: 1 }]);
      expect(play.do(end).effects).toEqual([]);
    }
  });
});
