import { describe, expect, it } from 'vitest';
import { behind, Play, welcome } from '../testing/connection-play';

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

  it('ACK-7 acks at once after 32 pushes', () => {
    const play = new Play().online();
    for (let tid = 1; tid <= 31; tid++) expect(acks(play.do({ type: 'frame', socket: 1, frame: behind(tid) }))).toEqual([]);
    expect(acks(play.do({ type: 'frame', socket: 1, frame: behind(32) }))).toEqual(['{"type":"messageAck","tid":32}']);
  });

  it('ACK-6 acks a redelivered push again, because its ack was lost', () => {
    const play = new Play().online();
    for (const tid of [1, 2]) play.do({ type: 'frame', socket: 1, frame: behind(tid) });
    play.next();
    play.do({ type: 'frame', socket: 1, frame: behind(1) });
    play.next();
    expect(acks(play)).toEqual(['{"type":"messageAck","tid":2}']);
  });

  it('ACK-2 never acks a push that has not arrived', () => {
    const play = new Play().online();
    for (const tid of [1, 3, 4]) play.do({ type: 'frame', socket: 1, frame: behind(tid) });
    play.next();
    expect(acks(play)).toEqual(['{"type":"messageAck","tid":1}']);
    play.do({ type: 'frame', socket: 1, frame: behind(2) });
    play.next();
    expect(acks(play)).toEqual(['{"type":"messageAck","tid":4}']);
  });

  it('ACK-7 a hidden page acks at once, because its timers are slow', () => {
    const play = new Play(false).online();
    expect(acks(play.do({ type: 'frame', socket: 1, frame: behind(1) }))).toEqual(['{"type":"messageAck","tid":1}']);
  });

  it('ACK-7 a hidden page acks at once even when another tab of its link is visible', () => {
    const play = new Play(false).online().do({ type: 'others', visible: true });
    expect(acks(play.do({ type: 'frame', socket: 1, frame: behind(1) }))).toEqual(['{"type":"messageAck","tid":1}']);
  });

  it('counts an unreadable push as received', () => {
    const play = new Play().online().do({ type: 'unreadable', socket: 1, tid: 1 });
    play.do({ type: 'frame', socket: 1, frame: behind(2) }).next();
    expect(acks(play)).toEqual(['{"type":"messageAck","tid":2}']);
  });

  it('starts over on a new connection', () => {
    const play = new Play().online();
    for (const tid of [1, 2]) play.do({ type: 'frame', socket: 1, frame: behind(tid) });
    play.closed(1006).next();
    play.do({ type: 'opened', socket: 2 }).do({ type: 'frame', socket: 2, frame: welcome() });
    play.do({ type: 'frame', socket: 2, frame: behind(1) });
    play.next();
    expect(acks(play)).toEqual(['{"type":"messageAck","tid":1}']);
  });
});
