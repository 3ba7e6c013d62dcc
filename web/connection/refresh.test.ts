import { describe, expect, it } from 'vitest';
import { Play, welcome } from '../testing/connection-play';
import { BLOCKED_BACKOFF_MAX_MS } from './backoff';
import { ATTEMPT_MS } from './machine';
import type { HttpAnswer } from './refresh';
import { statusOf } from './runner';

const MINUTE_MS = 60_000;
const asks = (play: Play): boolean => play.effects.some(({ type }) => type === 'ask');

/** A page whose first attempt was refused, and that HTTP has answered. */
function blocked(): Play {
  const play = new Play().do({ type: 'start' }).closed(1006);
  return play.do({ type: 'http', answer: 'news' });
}

/** Requests over HTTP while time passes. Every attempt of the socket is refused. */
function requests(play: Play, ms: number, answer: () => HttpAnswer = () => 'same'): { asked: number; opened: number } {
  let [asked, opened] = [0, 0];
  for (const end = play.now + ms; play.now < end; ) {
    const { link } = play.state;
    if (link.state === 'connecting') {
      play.closed(1006);
      opened++;
    } else play.next();
    if (!asks(play)) continue;
    asked++;
    play.do({ type: 'http', answer: answer() });
  }
  return { asked, opened };
}

describe('HTTP answers while the socket does not', () => {
  it('CONN-11 asks over HTTP after an attempt that was refused, and after one that was never answered', () => {
    expect(asks(new Play().do({ type: 'start' }).closed(1006))).toBe(true);
    expect(asks(new Play().do({ type: 'start' }).after(ATTEMPT_MS))).toBe(true);
  });

  it('counts as blocked at once on a page that had no welcome', () => {
    expect(statusOf(blocked().state)).toMatchObject({ state: 'blocked' });
  });

  it('counts as blocked after a link only when two attempts to come back have failed', () => {
    const play = new Play().online().closed(1006);
    play.next();
    play.closed(1006).do({ type: 'http', answer: 'same' });
    expect(statusOf(play.state).state).toBe('offline');
    play.next();
    play.closed(1006).do({ type: 'http', answer: 'same' });
    expect(statusOf(play.state).state).toBe('blocked');
  });

  it('is offline where HTTP does not answer either, and again when HTTP stops to answer', () => {
    const play = new Play().do({ type: 'start' }).closed(1006).do({ type: 'http', answer: 'failed' });
    expect(statusOf(play.state).state).toBe('offline');
    expect(statusOf(blocked().do({ type: 'http', answer: 'failed' }).state).state).toBe('offline');
  });

  it('stays blocked through further attempts, and is over with a welcome', () => {
    const play = blocked();
    play.random = 0;
    play.next();
    expect(statusOf(play.state).state).toBe('blocked');
    play.do({ type: 'opened', socket: play.socket });
    expect(statusOf(play.state).state).toBe('blocked');
    play.do({ type: 'frame', socket: play.socket, frame: welcome() });
    expect(statusOf(play.state).state).toBe('online');
    expect(play.state.refresh).toEqual({ state: 'off' });
  });

  it('ignores an answer that comes after the welcome', () => {
    const play = new Play().do({ type: 'start' }).closed(1006);
    play.next();
    play.do({ type: 'opened', socket: play.socket }).do({ type: 'frame', socket: play.socket, frame: welcome() });
    expect(play.do({ type: 'http', answer: 'news' }).state.refresh).toEqual({ state: 'off' });
  });
});

describe('what refreshing costs', () => {
  it('CONN-11 asks 31 times an hour while nothing is said: after 30 s, 60 s, then every 2 minutes', () => {
    expect(requests(blocked(), 60 * MINUTE_MS).asked).toBe(31);
  });

  it('CONN-11 asks 120 times an hour at most, however much is said', () => {
    expect(requests(blocked(), 60 * MINUTE_MS, () => 'news').asked).toBe(120);
  });

  it('CONN-6 tries the socket less often than where nothing answers', () => {
    const play = blocked();
    play.random = 0.999_999;
    requests(play, 10 * MINUTE_MS);
    expect(requests(play, 60 * MINUTE_MS).opened).toBeLessThanOrEqual((60 * MINUTE_MS) / BLOCKED_BACKOFF_MAX_MS + 1);
  });

  it('CONN-11 asks nothing while no tab is shown, and soon when somebody looks', () => {
    const play = blocked().do({ type: 'hidden' });
    expect(requests(play, 60 * MINUTE_MS).asked).toBe(0);
    expect(asks(play.do({ type: 'visible' }))).toBe(true);
    play.do({ type: 'hidden' }).do({ type: 'others', visible: true });
    expect(requests(play, 5 * MINUTE_MS).asked).toBeGreaterThan(1);
  });

  it('asks once in 5 s at most, however often the page is shown and hidden', () => {
    const play = blocked();
    let asked = 0;
    for (let second = 0; second < 60; second++) {
      play.now += 1000;
      for (const type of ['hidden', 'visible'] as const) if (asks(play.do({ type }))) asked++;
    }
    expect(asked).toBe(12);
  });
});
