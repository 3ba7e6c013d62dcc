import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppBench, isOnline, pause, texts, until } from '../testing/app-bench';
import { A } from '../testing/fake-hub';

let bench: AppBench;
beforeEach(() => {
  bench = new AppBench();
});
afterEach(() => bench.close());

describe('HTTP works, and sockets do not', () => {
  it.each(['refused', 'swallowed'] as const)(
    'CONN-11 %s: shows inbox, unread counts and texts, says what is wrong, and goes back to normal',
    async (blocks) => {
      const { hub } = bench;
      hub.blocks = blocks;
      for (const text of ['1', '2']) hub.say(text);
      const app = await bench.start(true);
      await until(() => app.connection.value.state === 'blocked' && app.inbox.loaded.value);
      expect(app.inbox.items.value).toMatchObject([{ id: A, title: 'Ann', unread: 2, last: { body: { text: '2' } } }]);
      const timeline = app.openTimeline(A);
      await until(() => timeline.rows.value.length === 2);
      // What one writes waits; what others write comes with the next refresh.
      timeline.send({ text: '3' });
      hub.say('4');
      bench.show(app, false);
      bench.show(app, true);
      await until(() => timeline.rows.value.length === 4);
      expect(texts(timeline)).toEqual(['1', '2', '4', '3']);
      expect(timeline.rows.value.map(({ status }) => status)).toEqual([undefined, undefined, undefined, 'queued']);
      hub.blocks = 'no';
      hub.say('5');
      app.reconnect();
      await until(() => isOnline(app) && timeline.rows.value.length === 5 && timeline.rows.value.every((row) => row.seq !== undefined));
      hub.push('6');
      await until(() => timeline.rows.value.length === 6);
      expect(texts(timeline)).toEqual(['1', '2', '4', '5', '3', '6']);
      const seqs = timeline.rows.value.map(({ seq }) => seq);
      expect(seqs).toEqual([1, 2, 3, 4, 5, 6]);
    },
  );

  it('shows the same in a second tab, which asks for itself', async () => {
    bench.hub.blocks = 'refused';
    bench.hub.say('1');
    const one = await bench.start(true);
    await until(() => one.connection.value.state === 'blocked');
    const two = await bench.start(true);
    await until(() => two.connection.value.state === 'blocked' && two.inbox.items.value[0]?.unread === 1);
    bench.hub.say('2');
    bench.show(two, false);
    bench.show(two, true);
    await until(() => [one, two].every((app) => app.inbox.items.value[0]?.unread === 2));
  });

  it('ends the session when HTTP says that it is over', async () => {
    bench.hub.blocks = 'refused';
    const app = await bench.start();
    await until(() => app.connection.value.state === 'blocked');
    bench.hub.session = false;
    bench.show(app, false);
    bench.show(app, true);
    await until(() => app.session.state.value.state === 'signedOut');
  });
});

it('is offline, not blocked, where HTTP does not answer either', async () => {
  const app = await bench.online();
  bench.hub.reachable = false;
  bench.hub.cut();
  while (bench.hub.opened < 6) await pause(10);
  expect(['offline', 'connecting']).toContain(app.connection.value.state);
});
