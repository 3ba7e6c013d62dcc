import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, type Magpie, say, signIn, startMagpie, talkTo, visitor } from './magpie';

const [ZHANG, LI, WANG] = ['zhangsan@example.com', 'lisi@example.com', 'wangwu@example.com'];

let magpie: Magpie;
let browser: Browser;

beforeAll(async () => {
  magpie = await startMagpie({ SEND_RATE_PER_S: '100', SEND_BURST: '1000' });
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await magpie?.stop();
});

const bubble = (page: Page, text: string) => page.locator('.message', { hasText: text });
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

test('two tabs hold one socket and show the same; the death of the one that holds it moves it within 2 s without loss', async () => {
  const li = await visitor(browser, magpie.url);
  await signIn(li, LI);
  await talkTo(li, '张三');
  const one = await visitor(browser, magpie.url);
  await signIn(one, ZHANG);
  await talkTo(one, '李四');
  const first = countSockets(one.page);
  await one.page.reload();
  await one.page.locator('textarea').waitFor();
  const two = await one.context.newPage();
  const second = countSockets(two);
  await two.goto(one.page.url());
  await two.locator('textarea').waitFor();

  await say(li, 'to both.');
  for (const page of [one.page, two]) await bubble(page, 'to both.').waitFor();
  await two.locator('textarea').fill('from the second tab.');
  await two.locator('textarea').press('Enter');
  for (const page of [one.page, li.page]) await bubble(page, 'from the second tab.').waitFor();
  expect([first.open, second.open]).toEqual([1, 0]);

  const closedAt = Date.now();
  await one.page.close();
  await say(li, 'while it moves.');
  await bubble(two, 'while it moves.').waitFor({ timeout: 4000 });
  console.log(`the socket moved, and a message came, within ${Date.now() - closedAt} ms`);
  expect(Date.now() - closedAt).toBeLessThan(2000);
  expect(second.open).toBe(1);
  await Promise.all([one.context.close(), li.context.close()]);
});

test('SEND-7 a tab that is reloaded or killed within 50 ms of Send loses nothing and doubles nothing, 50 times', async () => {
  const zhang = await visitor(browser, magpie.url);
  await signIn(zhang, ZHANG);
  await talkTo(zhang, '王五');
  const url = zhang.page.url();
  let { page } = zhang;
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
      const next = await zhang.context.newPage();
      await page.close();
      page = next;
      await page.goto(url);
    }
    await page.locator('textarea').waitFor();
  }
  const wang = await visitor(browser, magpie.url);
  await signIn(wang, WANG);
  await talkTo(wang, '张三');
  await bubble(page, 'sudden 49.').waitFor();
  const answer = await page.request.get(`/api/conversations/${new URL(url).pathname.split('/').at(-1)}/messages?limit=100`);
  const { messages } = (await answer.json()) as { messages: { body: { text?: string } }[] };
  expect(messages.flatMap(({ body }) => (body.text?.startsWith('sudden') ? [body.text] : []))).toEqual(
    Array.from({ length: 50 }, (_, i) => `sudden ${i}.`),
  );
  await Promise.all([zhang.context.close(), wang.context.close()]);
});

test('what is written offline goes out in order when the network is back', async () => {
  const [li, wang] = [await visitor(browser, magpie.url), await visitor(browser, magpie.url)];
  await Promise.all([signIn(li, LI), signIn(wang, WANG)]);
  await talkTo(li, '王五');
  await talkTo(wang, '李四');
  await li.context.setOffline(true);
  for (let i = 0; i < 10; i++) await say(li, `offline ${i}.`);
  expect(await shown(li.page, 'offline ')).toHaveLength(10);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await li.context.setOffline(false);
  await bubble(wang.page, 'offline 9.').waitFor({ timeout: 40_000 });
  expect(await shown(wang.page, 'offline ')).toEqual(Array.from({ length: 10 }, (_, i) => `offline ${i}.`));
  await Promise.all([li.context.close(), wang.context.close()]);
});
