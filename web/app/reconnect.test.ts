import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppBench, isOnline, until } from '../testing/app-bench';

let bench: AppBench;
beforeEach(() => {
  bench = new AppBench();
});
afterEach(() => bench.close());

it('reconnects at once on request', async () => {
  const app = await bench.online();
  bench.hub.reachable = false;
  bench.hub.cut();
  await until(() => app.connection.value.state === 'offline');
  bench.hub.reachable = true;
  app.reconnect();
  expect(app.connection.value.state).toBe('connecting');
  await until(() => isOnline(app));
});
