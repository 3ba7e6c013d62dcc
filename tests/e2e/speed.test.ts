import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium, type Magpie, signIn, startMagpie, type Visitor, visitor } from './magpie';
import { scrollBy } from './probes';
import { seeding } from './seeding';
import { timeEvents, timeUntilShown, watchKeys } from './speed-probes';

/** The limits, in ms. Other work on the machine is no property of the product, so each is held by the best of a few tries. */
const LIMITS = { key: 50, firstKey: 200, bubble: 50, switch: 100, offlineStart: 1000 };
const TRIES = 5;

let magpie: Magpie;
let browser: Browser;
let zhang: Visitor;
let page: Page;
let devtools: CDPSession;
let groups: readonly string[];

beforeAll(async () => {
  magpie = await startMagpie();
  const direct = seeding(magpie.state, (seeded) => {
    groups = Array.from({ length: 20 }, (_, i) => seeded.group(`Group ${i}.`, 300));
    return seeded.direct('张三', '李四', 5000);
  });
  browser = await launchChromium();
  zhang = await visitor(browser, magpie.url, { viewport: { width: 1280, height: 800 } });
  await signIn(zhang, 'zhangsan@example.com');
  page = zhang.page;
  await page.goto(`/c/${direct}`);
  await page.locator('.message').first().waitFor();
  devtools = await zhang.context.newCDPSession(page);
  // A window is as large as the viewport, but its own bars take some of that: what lies below is never drawn, and the browser counts
  // a key in the composer until the next frame that changes something further up.
  const { windowId } = await devtools.send('Browser.getWindowForTarget');
  await devtools.send('Browser.setWindowBounds', { windowId, bounds: { width: 1400, height: 1000 } });
});

afterAll(async () => {
  await browser?.close();
  await magpie?.stop();
});

const throttle = (rate: number) => devtools.send('Emulation.setCPUThrottlingRate', { rate });
const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);
const quantile = (numbers: readonly number[], q: number) => sorted(numbers)[Math.floor(numbers.length * q)] ?? Number.POSITIVE_INFINITY;
const shown = (values: readonly number[]) => values.map((value) => value.toFixed(0)).join(', ');

/** The best of a few tries, or of fewer when one is good enough. */
async function best(limit: number, what: string, run: (turn: number) => Promise<number>): Promise<number> {
  const results: number[] = [];
  for (let i = 0; i < TRIES && Math.min(...results, Number.POSITIVE_INFINITY) > limit; i++) results.push(await run(i));
  console.log(`${what}: ${shown(results)} ms, ${limit} are the limit`);
  return Math.min(...results);
}

describe('what is felt', () => {
  test('a key is painted within 50 ms at four times less CPU, with 1,000 rows loaded', async () => {
    for (let i = 0; i < 12; i++) await page.evaluate(scrollBy, { step: -700, frames: 20, look: false });
    await page.locator('.jump-button').last().click();
    await page.locator('textarea').click();
    await page.waitForTimeout(500);
    await throttle(4);
    await page.evaluate(timeEvents, 'keydown');
    const p95 = await best(LIMITS.key, 'key to paint at 4×, p95', async () => {
      await page.evaluate(() => window.magpieDelays.splice(0));
      await page.keyboard.type('the quick brown fox jumps over it', { delay: 60 });
      await page.waitForTimeout(200);
      return quantile(await page.evaluate(() => window.magpieDelays), 0.95);
    });
    await throttle(1);
    await page.locator('textarea').fill('');
    expect(p95).toBeLessThanOrEqual(LIMITS.key);
  });

  test('a message is a bubble within 50 ms of Enter', async () => {
    await page.waitForTimeout(500);
    const took = await best(LIMITS.bubble, 'send to bubble, median of 8', async (turn) => {
      const each: number[] = [];
      for (let i = 0; i < 8; i++) {
        const text = `bubble ${turn}-${i}.`;
        await page.locator('textarea').fill(text);
        const waiting = page.evaluate(timeUntilShown, { event: 'keydown', selector: '.message', text });
        await page.locator('textarea').press('Enter');
        each.push(await waiting);
      }
      return quantile(each, 0.5);
    });
    expect(took).toBeLessThanOrEqual(LIMITS.bubble);
  });

  test('another conversation is there within 100 ms, from what is kept', async () => {
    const rows = page.locator('.pane-list .row');
    const names = ['Group 1.', 'Group 2.'];
    for (const name of names) {
      await rows.filter({ hasText: name }).first().click();
      await page.locator('.main-title', { hasText: name }).waitFor();
      await page.waitForTimeout(400);
    }
    const took = await best(LIMITS.switch, 'switch of conversations, median of 8', async () => {
      const each: number[] = [];
      for (let i = 0; i < 8; i++) {
        const name = names[i % 2] ?? '';
        const waiting = page.evaluate(timeUntilShown, { event: 'click', selector: '.main-view:has(.message) .main-title', text: name });
        await rows.filter({ hasText: name }).first().click();
        each.push(await waiting);
      }
      return quantile(each, 0.5);
    });
    expect(took).toBeLessThanOrEqual(LIMITS.switch);
  });

  test('the first key after a switch of conversations is painted within 200 ms at four times less CPU', async () => {
    const rows = page.locator('.pane-list .row');
    await throttle(4);
    await page.evaluate(timeEvents, 'keydown');
    await page.evaluate(watchKeys);
    const took = await best(LIMITS.firstKey, 'first key after a switch at 4×, the slowest of 6', async (turn) => {
      const each: number[] = [];
      for (let i = 0; i < 6; i++) {
        // Every other one was never opened before; the first three keys come as soon as the field takes them, the others later.
        const name = `Group ${i % 2 === 0 ? 3 : 4 + ((3 * turn + i) % 16)}.`;
        await rows.filter({ hasText: name }).first().click();
        await page.locator('.main-title', { hasText: name }).waitFor();
        await page.locator('textarea:focus').waitFor();
        if (i >= 3) await page.waitForTimeout(600);
        await page.evaluate(() => [window.magpieDelays.splice(0), window.magpieKeys.splice(0)]);
        await page.keyboard.press('x');
        await page.waitForTimeout(300);
        const { delays, keys } = await page.evaluate(() => ({ delays: window.magpieDelays, keys: window.magpieKeys }));
        // One that took this long is counted by the browser too, or was never shown.
        const unseen = keys.length === 0 && Math.max(...delays) >= 24;
        each.push(...delays, ...(unseen ? [Number.POSITIVE_INFINITY] : keys));
        expect(await page.locator('textarea').inputValue()).toBe('x');
        await page.locator('textarea').fill('');
      }
      return Math.max(...each);
    });
    await throttle(1);
    expect(took).toBeLessThanOrEqual(LIMITS.firstKey);
  });

  test('opens in 1 s while there is no server, with its last conversations readable and the composer working', async () => {
    await page.goto(`/c/${groups[0]}`);
    await page.locator('.message').first().waitFor();
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      while (navigator.serviceWorker.controller === null) await new Promise((resolve) => setTimeout(resolve, 50));
    });
    await page.waitForTimeout(1500);
    await magpie.stop();
    await expect(fetch(magpie.url)).rejects.toThrow();
    const took = await best(LIMITS.offlineStart, 'start without a server', async () => {
      const startedAt = performance.now();
      await page.goto(`/c/${groups[0]}`, { waitUntil: 'commit' });
      await page.locator('.pane-list .row', { hasText: 'Group 5.' }).waitFor();
      await page.locator('.message').first().waitFor();
      return performance.now() - startedAt;
    });
    expect(took).toBeLessThanOrEqual(LIMITS.offlineStart);
    await page.locator('textarea').fill('written without a server');
    await page.locator('textarea').press('Enter');
    await page.locator('.message', { hasText: 'written without a server' }).waitFor();
    expect(zhang.troubles).toEqual([]);
  });
});
