import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { AppBench, isOnline, texts, until } from '../testing/app-bench';
import { A } from '../testing/fake-hub';
import { FAR } from './conversation-log';

it('SYNC-1 a log far behind keeps following its end when messages arrive while the page is in transit', async () => {
  const bench = new AppBench();
  try {
    bench.hub.say('first');
    const app = await bench.online();
    const before = app.openTimeline(A);
    await until(() => before.rows.value.length === 1);
    before.close();
    const arrived = Promise.withResolvers<void>();
    bench.hub.pagesTravel = arrived.promise;
    bench.hub.cut();
    for (let i = 0; i <= FAR; i++) bench.hub.say(`${i}`);
    await until(() => isOnline(app) && app.inbox.items.value[0]?.summary.lastSeq === FAR + 2);
    bench.hub.push('one');
    await vi.waitFor(() => expect(bench.hub.pulls).toContain(`before ${FAR + 4}`), 4000);
    bench.hub.push('two');
    await until(() => app.inbox.items.value[0]?.summary.lastSeq === FAR + 4);
    arrived.resolve();
    const after = app.openTimeline(A);
    await until(() => texts(after).at(-1) === 'two');
    bench.hub.push('three');
    await until(() => texts(after).at(-1) === 'three');
  } finally {
    await bench.close();
  }
});
