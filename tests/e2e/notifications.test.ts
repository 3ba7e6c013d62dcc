import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFrontProxy } from './front-proxy';
import { launchChromium, type Magpie, say, signIn, startMagpie, talkTo, type Visitor, visitor } from './magpie';

let magpie: Magpie;
let browser: Browser;

beforeAll(async () => {
  magpie = await startMagpie();
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await magpie?.stop();
});

interface Shown {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
}

const shown = (page: Page): Promise<Shown[]> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
  });

async function until<T>(look: () => Promise<T>, wanted: (found: T) => boolean): Promise<T> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const found = await look();
    if (wanted(found)) return found;
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(found)}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Clicks on the notification, as the browser tells the service worker of it. */
async function click(context: BrowserContext): Promise<void> {
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  await worker.evaluate(async () => {
    // The types of the page do not know what stands in a worker's global scope.
    const scope = globalThis as unknown as {
      registration: ServiceWorkerRegistration;
      NotificationEvent: new (type: string, init: { notification: Notification }) => Event;
    };
    const [notification] = await scope.registration.getNotifications();
    if (notification === undefined) throw new Error('nothing to click on');
    globalThis.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }));
  });
}

async function pair(): Promise<[Visitor, Visitor]> {
  const zhang = await visitor(browser, magpie.url, { locale: 'zh-CN', permissions: ['notifications'] });
  const li = await visitor(browser, magpie.url, { locale: 'zh-CN' });
  await Promise.all([signIn(zhang, 'zhangsan@example.com'), signIn(li, 'lisi@example.com')]);
  await talkTo(li, '张三');
  await zhang.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  return [zhang, li];
}

test('tells of what nobody sees, once a conversation; a click goes to the message, reading elsewhere takes it back', async () => {
  const [zhang, li] = await pair();
  // A second tab of the same browser: still one tells.
  const other = await zhang.context.newPage();
  await other.goto('/settings');
  await zhang.page.goto('/people');
  await zhang.page.bringToFront();
  await zhang.page.locator('.people-row').first().waitFor();
  await say(li, '在吗');
  expect(
    await until(
      () => shown(zhang.page),
      (found) => found.length === 1,
    ),
  ).toMatchObject([{ title: expect.stringMatching(/^李四/), body: '在吗' }]);
  await say(li, '看这里');
  await until(
    () => shown(zhang.page),
    ([first]) => first?.body === '看这里',
  );
  expect(await shown(zhang.page)).toMatchObject([{ title: expect.stringMatching(/^李四 \(\d+\)$/) }]);

  await click(zhang.context);
  const tab = await until(
    async () => [zhang.page, other].find((page) => /\/c\/[^/]+\/\d+$/.test(page.url())),
    (found) => found !== undefined,
  );
  await tab?.locator('.message', { hasText: '看这里' }).waitFor();
  // Seen in that tab, which has the focus.
  await tab?.bringToFront();
  await say(li, '看到了吗');
  await tab?.locator('.message', { hasText: '看到了吗' }).waitFor();
  await new Promise((done) => setTimeout(done, 500));
  expect(await shown(zhang.page)).toEqual([]);

  // Told again elsewhere, taken back when it is read on another device.
  for (const page of [zhang.page, other]) await page.goto('/people');
  await say(li, '还在吗');
  await until(
    () => shown(zhang.page),
    (found) => found.length === 1,
  );
  const phone = await visitor(browser, magpie.url, { locale: 'zh-CN' });
  await signIn(phone, 'zhangsan@example.com');
  await talkTo(phone, '李四');
  await phone.page.locator('.message', { hasText: '还在吗' }).waitFor();
  await until(
    () => shown(zhang.page),
    (found) => found.length === 0,
  );
  expect([...zhang.troubles, ...li.troubles, ...phone.troubles]).toEqual([]);
  await Promise.all([zhang, li, phone].map(({ context }) => context.close()));
});

test('hides what was said, and keeps silent in quiet hours', async () => {
  const [zhang, li] = await pair();
  await zhang.page.goto('/settings');
  await zhang.page.getByRole('switch', { name: /隐藏消息内容/ }).check();
  await say(li, '秘密');
  // Who has not decided yet is asked now, not at load, and once.
  await li.page.locator('.toast', { hasText: '收到回复时通知你' }).waitFor();
  expect(
    await until(
      () => shown(zhang.page),
      (found) => found.length === 1,
    ),
  ).toMatchObject([{ body: '发来一条新消息' }]);
  await zhang.page.evaluate(async () => {
    for (const one of await (await navigator.serviceWorker.ready).getNotifications()) one.close();
  });
  await zhang.page.getByRole('switch', { name: /勿扰时段/ }).check();
  await zhang.page.getByLabel('从', { exact: true }).fill('00:00');
  await zhang.page.getByLabel('到', { exact: true }).fill('23:59');
  await say(li, '晚安');
  await until(
    () => zhang.page.title(),
    (title) => title.startsWith('('),
  );
  await new Promise((done) => setTimeout(done, 500));
  expect(await shown(zhang.page)).toEqual([]);
  await Promise.all([zhang, li].map(({ context }) => context.close()));
});

test('what another app shares becomes the draft of the conversation that is chosen', async () => {
  const [zhang, li] = await pair();
  await say(li, '发我链接');
  await zhang.page.goto(
    `/share?title=${encodeURIComponent('指南')}&text=${encodeURIComponent('一起看')}&url=${encodeURIComponent('https://a.example/x')}`,
  );
  await zhang.page.getByRole('option', { name: /李四/ }).click();
  await expect.poll(() => zhang.page.locator('textarea').inputValue()).toBe('指南\n一起看\nhttps://a.example/x');
  expect(zhang.page.url()).not.toContain('share');
  await Promise.all([zhang, li].map(({ context }) => context.close()));
});

test('a new version is offered, and waits for the text that is being written', async () => {
  const proxy = await startFrontProxy(magpie.url);
  const zhang = await visitor(browser, proxy.url, { locale: 'zh-CN' });
  const { page } = zhang;
  await signIn(zhang, 'zhangsan@example.com');
  await talkTo(zhang, '李四');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  await page.locator('textarea').fill('还没写完');
  await page.evaluate(() => {
    document.body.dataset.old = 'yes';
  });
  proxy.publish();
  await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
  await page.locator('.toast', { hasText: '新版本' }).getByRole('button', { name: '刷新' }).click();
  await page.locator('.toast', { hasText: '正在写的内容' }).waitFor();
  await page.waitForTimeout(2500);
  expect(await page.evaluate(() => document.body.dataset.old)).toBe('yes');
  expect(await page.locator('textarea').inputValue()).toBe('还没写完');
  await page.locator('textarea').press('Enter');
  await until(
    () => page.evaluate(() => document.body.dataset.old).catch(() => 'leaving'),
    (old) => old === undefined,
  );
  await page.locator('.message', { hasText: '还没写完' }).waitFor();
  expect(await page.locator('.message', { hasText: '还没写完' }).count()).toBe(1);
  await zhang.context.close();
  await proxy.stop();
});
