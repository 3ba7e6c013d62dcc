import { expect } from 'vitest';
import { startFrontProxy } from './front-proxy.ts';
import { sayAll, socketOf } from './socket.ts';
import { test } from './test.ts';
import { bubble, inboxRow, openTalk } from './visitor.ts';

/** Runs in the page: whether the text stands anywhere in what the browser keeps for it. */
async function keeps(text: string): Promise<boolean> {
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    const stores = [...database.objectStoreNames];
    const all = stores.map((store) => done(database.transaction(store).objectStore(store).getAll()));
    const found = JSON.stringify(await Promise.all(all)).includes(text);
    database.close();
    if (found) return true;
  }
  return false;
}

test('opens while there is no server, with its last conversations readable and the composer working', async ({ scene }) => {
  const [zhang, li] = [await scene.signUp('张三'), await scene.signUp('李四')];
  const conversationId = await scene.direct(zhang, li);
  const socket = await socketOf(scene.url, li);
  await sayAll(socket, conversationId, ['said before']);
  socket.leave();
  const front = await startFrontProxy(scene.url);
  try {
    const visiting = await scene.visit({ as: zhang, url: front.url });
    const { page } = visiting;
    await openTalk(visiting, conversationId);
    await bubble(page, 'said before').waitFor();
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      while (navigator.serviceWorker.controller === null) await new Promise((resolve) => setTimeout(resolve, 50));
    });
    await expect.poll(() => page.evaluate(keeps, 'said before'), { timeout: 150_000 }).toBe(true);
    front.cut();
    await page.goto(`/c/${conversationId}`, { waitUntil: 'commit' });
    await bubble(page, 'said before').waitFor();
    await inboxRow(page, li.name).waitFor();
    await page.locator('textarea').fill('written without a server');
    await page.locator('textarea').press('Enter');
    await bubble(page, 'written without a server').waitFor();
  } finally {
    await front.stop();
  }
});
