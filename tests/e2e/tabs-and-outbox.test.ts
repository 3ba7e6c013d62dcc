import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { test } from './test.ts';
import { bubble, openTalk, say } from './visitor.ts';

const shown = (page: Page, prefix: string) =>
  page.evaluate(
    (wanted) =>
      [...document.querySelectorAll('.message')].flatMap(
        (element) => new RegExp(`${wanted}\\d+\\.`).exec(element.textContent ?? '')?.[0] ?? [],
      ),
    prefix,
  );

/** Open sockets of a page, as the browser tells. */
function countSockets(page: Page): { open: number } {
  const count = { open: 0 };
  page.on('websocket', (socket) => {
    count.open++;
    socket.on('close', () => count.open--);
  });
  return count;
}

test('two tabs hold one socket and show the same; when the tab that holds it dies, the other one takes over without loss', async ({
  scene,
}) => {
  const [zhang, li] = [await scene.signUp('张三'), await scene.signUp('李四')];
  const conversation = await scene.direct(zhang, li);
  const lis = await scene.visit({ as: li });
  await openTalk(lis, conversation);
  const one = await scene.visit({ as: zhang });
  const first = countSockets(one.page);
  await openTalk(one, conversation);
  const two = await one.context.newPage();
  const second = countSockets(two);
  await two.goto(one.page.url());
  await two.locator('textarea').waitFor();

  await say(lis, 'to both.');
  for (const page of [one.page, two]) await bubble(page, 'to both.').waitFor();
  await two.locator('textarea').fill('from the second tab.');
  await two.locator('textarea').press('Enter');
  for (const page of [one.page, lis.page]) await bubble(page, 'from the second tab.').waitFor();
  expect([first.open, second.open]).toEqual([1, 0]);

  await one.page.close();
  await say(lis, 'while it moves.');
  await bubble(two, 'while it moves.').waitFor();
  expect(second.open).toBe(1);
});

test('SEND-7 a tab that is reloaded or killed within 50 ms of Send loses nothing and doubles nothing, 50 times', async ({ scene }) => {
  const [zhang, wang] = [await scene.signUp('张三'), await scene.signUp('王五')];
  const conversation = await scene.direct(zhang, wang);
  const zhangs = await scene.visit({ as: zhang });
  await openTalk(zhangs, conversation);
  const url = zhangs.page.url();
  let { page } = zhangs;
  for (let i = 0; i < 50; i++) {
    await page.locator('textarea').fill(`sudden ${i}.`);
    await page.evaluate(() => {
      document
        .querySelector('textarea')
        ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true }));
    });
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 50));
    if (i % 2 === 0) await page.reload();
    else {
      const next = await zhangs.context.newPage();
      await page.close();
      page = next;
      await page.goto(url);
    }
    await page.locator('textarea').waitFor();
  }
  const all = Array.from({ length: 50 }, (_, i) => `sudden ${i}.`);
  const stored = async () => {
    const answer = await page.request.get(`/api/conversations/${conversation}/messages?limit=100`);
    const { messages } = (await answer.json()) as { messages: { body: { text?: string } }[] };
    return messages.map(({ body }) => body.text ?? '');
  };
  await expect.poll(async () => (await stored()).includes('sudden 49.'), { timeout: 150_000 }).toBe(true);
  expect(await stored()).toEqual(all);
});

test('what is written offline goes out in order when the network is back', async ({ scene }) => {
  const [li, wang] = [await scene.signUp('李四'), await scene.signUp('王五')];
  const conversation = await scene.direct(li, wang);
  const [lis, wangs] = [await scene.visit({ as: li }), await scene.visit({ as: wang })];
  await openTalk(lis, conversation);
  await openTalk(wangs, conversation);
  await lis.context.setOffline(true);
  for (let i = 0; i < 10; i++) await say(lis, `offline ${i}.`);
  expect(await shown(lis.page, 'offline ')).toHaveLength(10);
  await lis.page.getByText('No network').first().waitFor();
  expect(await shown(wangs.page, 'offline ')).toEqual([]);
  await lis.context.setOffline(false);
  await bubble(wangs.page, 'offline 9.').waitFor();
  expect(await shown(wangs.page, 'offline ')).toEqual(Array.from({ length: 10 }, (_, i) => `offline ${i}.`));
});
