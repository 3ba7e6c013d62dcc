import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLOSE_CODES } from '../../../protocol/close-codes';
import { AppBench, isOnline, pause, texts, until } from '../../testing/app-bench';
import { A } from '../../testing/fake-hub';

describe('two tabs of a browser', () => {
  let bench: AppBench;
  beforeEach(() => {
    bench = new AppBench();
  });
  afterEach(() => bench.close());

  it('share one socket and show the same messages', async () => {
    const [one, two] = [await bench.online(true), await bench.online(true)];
    expect(bench.hub.sockets.size).toBe(1);
    const [first, second] = [one.openTimeline(A), two.openTimeline(A)];
    await until(() => first.state.value === 'ready' && second.state.value === 'ready');
    bench.hub.push('1');
    first.send({ text: 'from one' });
    await until(() => second.rows.value.length === 2);
    second.send({ text: 'from two' });
    await until(() => first.rows.value.length === 3 && first.rows.value.every((row) => row.seq !== undefined));
    await until(() => second.rows.value.every((row) => row.seq !== undefined));
    expect(texts(first)).toEqual(['1', 'from one', 'from two']);
    expect(texts(second)).toEqual(texts(first));
    second.markRead(3);
    await until(() => one.inbox.unreadTotal.value === 0 && two.inbox.unreadTotal.value === 0);
    expect(bench.hub.opened).toBe(1);
  });

  it('moves the socket when the leader closes, and loses nothing', async () => {
    const [one, two] = [await bench.online(true), await bench.online(true)];
    const timeline = two.openTimeline(A);
    bench.hub.push('1');
    await until(() => timeline.rows.value.length === 1);
    one.dispose();
    bench.hub.say('2');
    timeline.send({ text: '3' });
    bench.hub.say('4');
    await until(() => timeline.rows.value.length === 4 && timeline.rows.value.every((row) => row.seq !== undefined));
    expect(texts(timeline).toSorted()).toEqual(['1', '2', '3', '4']);
    expect(timeline.rows.value.map((row) => row.seq)).toEqual([1, 2, 3, 4]);
    expect(bench.hub.sockets.size).toBe(1);
  });

  it('sign out together', async () => {
    const [one, two] = [await bench.online(true), await bench.online(true)];
    await one.session.signOut();
    await until(() => two.session.state.value.state === 'signedOut');
  });

  it('keep the link of a hidden leader while another tab is visible, and drop it when none is', async () => {
    const idle = () => bench.hub.cut(CLOSE_CODES.idle.code);
    const leader = await bench.online(true);
    const follower = await bench.online(true);
    bench.show(leader, false);
    idle();
    await until(() => isOnline(leader) && isOnline(follower));
    bench.show(follower, false);
    await pause(20);
    idle();
    await until(() => leader.connection.value.state === 'offline');
    await pause(100);
    expect(leader.connection.value).toMatchObject({ state: 'offline' });
    bench.show(follower, true);
    await until(() => isOnline(leader));
  });
});
