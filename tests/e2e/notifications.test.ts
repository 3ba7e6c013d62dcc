import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Account } from './accounts.ts';
import { startFrontProxy } from './front-proxy.ts';
import { type Scene, test } from './test.ts';
import { bubble, inboxRow, openTalk, say, type Visitor } from './visitor.ts';

/** How long a state is waited for, ms. */
const PATIENCE_MS = 150_000;

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

/** Waits until the browser shows notifications of exactly these bodies. */
const showsBodies = (page: Page, ...bodies: readonly string[]): Promise<void> =>
  expect.poll(async () => (await shown(page)).map(({ body }) => body).sort(), { timeout: PATIENCE_MS }).toEqual([...bodies].sort());

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

const HOUR_MS = 3_600_000;
/** What a clock shows so many ms from now, as `HH:MM`. */
const clockIn = (ms: number): string => new Date(Date.now() + ms).toTimeString().slice(0, 5);

interface Pair {
  readonly zhang: Account;
  readonly li: Account;
  /** Their direct conversation. */
  readonly conversation: string;
  /** Zhang's browser, which may notify, and Li's. */
  readonly zhangs: Visitor;
  readonly lis: Visitor;
}

/** Zhang, who may be notified, and Li, who has their direct conversation open. */
async function pair(scene: Scene): Promise<Pair> {
  const [zhang, li] = [await scene.signUp('张三'), await scene.signUp('李四')];
  const conversation = await scene.direct(zhang, li);
  const zhangs = await scene.visit({ as: zhang, locale: 'zh-CN', permissions: ['notifications'] });
  const lis = await scene.visit({ as: li, locale: 'zh-CN' });
  await openTalk(lis, conversation);
  await zhangs.page.goto('/');
  await zhangs.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  return { zhang, li, conversation, zhangs, lis };
}

/** Somebody else writes to a person: by the time that this is notified, so would be all that was said before. */
async function stranger(scene: Scene, to: Account): Promise<(text: string) => Promise<void>> {
  const wang = await scene.signUp('王五');
  const wangs = await scene.visit({ as: wang });
  await openTalk(wangs, await scene.direct(wang, to));
  return (text) => say(wangs, text);
}

test('a message that nobody sees is notified, once a conversation; a click goes to it, reading elsewhere takes it back', async ({
  scene,
}) => {
  const { zhang, li, conversation, zhangs, lis } = await pair(scene);
  const wangSays = await stranger(scene, zhang);
  // A second tab of the same browser: still one notification.
  const other = await zhangs.context.newPage();
  await other.goto('/settings');
  await zhangs.page.goto('/people');
  await zhangs.page.bringToFront();
  await zhangs.page.getByRole('searchbox').waitFor();
  await say(lis, '在吗');
  await showsBodies(zhangs.page, '在吗');
  expect((await shown(zhangs.page))[0]?.title).toMatch(/^李四/);
  await say(lis, '看这里');
  await showsBodies(zhangs.page, '看这里');
  expect((await shown(zhangs.page))[0]?.title).toBe(`${li.name} (2)`);

  await click(zhangs.context);
  const goneTo = () => [zhangs.page, other].find((page) => /\/c\/[^/]+\/\d+$/.test(page.url()));
  await expect.poll(goneTo, { timeout: PATIENCE_MS }).toBeDefined();
  const tab = goneTo() as Page;
  await bubble(tab, '看这里').waitFor();
  // What is seen in that tab, which has the focus, is not notified.
  await tab.bringToFront();
  await say(lis, '看到了吗');
  await bubble(tab, '看到了吗').waitFor();
  await wangSays('你好');
  await showsBodies(zhangs.page, '你好');

  // Notified again elsewhere, and taken back when it is read on another device.
  for (const page of [zhangs.page, other]) await page.goto('/people');
  await say(lis, '还在吗');
  await showsBodies(zhangs.page, '你好', '还在吗');
  const phone = await scene.visit({ as: zhang, locale: 'zh-CN' });
  await openTalk(phone, conversation);
  await bubble(phone.page, '还在吗').waitFor();
  await showsBodies(zhangs.page, '你好');
});

test('a notification hides what was said, and quiet hours have none', async ({ scene }) => {
  const { zhang, li, zhangs, lis } = await pair(scene);
  const wangSays = await stranger(scene, zhang);
  await zhangs.page.goto('/settings');
  await zhangs.page.getByRole('switch', { name: /隐藏消息内容/ }).check();
  await say(lis, '秘密');
  // Who has not decided yet is asked now, not at load, and once.
  await lis.page.locator('.toast', { hasText: '收到回复时通知你' }).waitFor();
  await showsBodies(zhangs.page, '发来一条新消息');
  await zhangs.page.evaluate(async () => {
    for (const one of await (await navigator.serviceWorker.ready).getNotifications()) one.close();
  });
  const quiet = zhangs.page.getByRole('switch', { name: /勿扰时段/ });
  await quiet.check();
  await zhangs.page.getByLabel('从', { exact: true }).fill(clockIn(-HOUR_MS));
  await zhangs.page.getByLabel('到', { exact: true }).fill(clockIn(HOUR_MS));
  await say(lis, '晚安');
  await inboxRow(zhangs.page, li.name).filter({ hasText: '晚安' }).waitFor();
  await quiet.uncheck();
  await wangSays('早');
  await expect.poll(async () => (await shown(zhangs.page)).map(({ title }) => title), { timeout: PATIENCE_MS }).toHaveLength(1);
  expect((await shown(zhangs.page))[0]?.title).toMatch(/^王五/);
});

test('what another app shares becomes the draft of the conversation that is chosen', async ({ scene }) => {
  const { li, zhangs, lis } = await pair(scene);
  await say(lis, '发我链接');
  await inboxRow(zhangs.page, li.name).filter({ hasText: '发我链接' }).waitFor();
  await zhangs.page.goto(
    `/share?title=${encodeURIComponent('指南')}&text=${encodeURIComponent('一起看')}&url=${encodeURIComponent('https://a.example/x')}`,
  );
  await zhangs.page.getByRole('option', { name: li.name }).click();
  await expect.poll(() => zhangs.page.locator('textarea').inputValue(), { timeout: PATIENCE_MS }).toBe('指南\n一起看\nhttps://a.example/x');
  expect(zhangs.page.url()).not.toContain('share');
});

test('a new version is offered, and waits for the text that is being written', async ({ scene }) => {
  const proxy = await startFrontProxy(scene.url);
  try {
    const [zhang, li] = [await scene.signUp('张三'), await scene.signUp('李四')];
    const zhangs = await scene.visit({ as: zhang, locale: 'zh-CN', url: proxy.url });
    const { page } = zhangs;
    await openTalk(zhangs, await scene.direct(zhang, li));
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
    // The page looks once a second whether somebody still writes: this is two looks by its own clock.
    await page.evaluate(() => new Promise((done) => setTimeout(done, 2100)));
    expect(await page.evaluate(() => document.body.dataset.old)).toBe('yes');
    expect(await page.locator('textarea').inputValue()).toBe('还没写完');
    await page.locator('textarea').press('Enter');
    await expect
      .poll(() => page.evaluate(() => document.body.dataset.old).catch(() => 'leaving'), { timeout: PATIENCE_MS })
      .toBe(undefined);
    await bubble(page, '还没写完').waitFor();
    expect(await bubble(page, '还没写完').count()).toBe(1);
  } finally {
    await proxy.stop();
  }
});
