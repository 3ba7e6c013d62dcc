import { describe, expect, it } from 'vitest';
import { Play, welcome } from '../testing/connection-play';

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

  it('CONN-7 gives up a socket after two unanswered pings', () => {
    const play = new Play().online();
    play.next();
    expect(play.next()).toBe(5000);
    expect(play.texts()).toEqual(['ping']);
    expect(play.next()).toBe(5000);
    expect(play.state.link.state).toBe('offline');
  });

  it('CONN-7 any received frame answers a ping', () => {
    const play = new Play().online();
    play.next();
    play.do({ type: 'frame', socket: 1, frame: { type: 'typing', conversationId: 'x', userId: 'y' } });
    expect(play.state.link).toMatchObject({ state: 'online', beat: { unanswered: 0 } });
  });

  it('pings a link that only receives, so that the hub does not consider it idle', () => {
    const play = new Play().online();
    for (let i = 0; i < 29; i++) {
      play.now += 1000;
      play.do({ type: 'frame', socket: 1, frame: { type: 'typing', conversationId: 'x', userId: 'y' } });
    }
    expect(play.next()).toBe(1000);
    expect(play.texts()).toEqual(['ping']);
  });

  it('lengthens the interval stepwise to twice heartbeatMs while the network holds', () => {
    const play = new Play().online();
    const intervals = Array.from({ length: 7 }, () => {
      beat(play);
      return interval(play);
    });
    expect(intervals).toEqual([37_500, 45_000, 52_500, 60_000, 60_000, 60_000, 60_000]);
  });

  it('never exceeds a third of idleTimeoutMs', () => {
    const play = new Play().do({ type: 'start' }).do({ type: 'opened', socket: 1 });
    play.do({ type: 'frame', socket: 1, frame: welcome({ heartbeatMs: 30_000, idleTimeoutMs: 100_000 }) });
    for (let i = 0; i < 6; i++) beat(play);
    expect(interval(play)).toBe(33_333);
  });

  it('halves the interval after a lost connection, and remembers it per network type', () => {
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
