import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppBench, isOnline, until } from '../testing/app-bench';

let bench: AppBench;
beforeEach(() => {
  bench = new AppBench();
});
afterEach(() => bench.close());

it('shows aliases in the first list', async () => {
  const ann = { id: 'ann', name: 'Ann' };
  bench.hub.contacts = { contacts: [{ user: ann, alias: '安姐', since: 1 }], requests: [], blocked: [] };
  // The connection opens long before the contacts arrive.
  let answer: () => void = () => undefined;
  bench.hub.contactsReady = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const app = await bench.start();
  await until(() => isOnline(app));
  expect(app.inbox.loaded.value).toBe(false);
  answer();
  await until(() => app.inbox.loaded.value);
  expect(app.inbox.items.value[0]?.title).toBe('安姐');
});
