import type { Page } from 'playwright-core';
import { scrollBy } from '../../tests/e2e/probes.ts';
import { addGroups, addPair, devtoolsOf, pause, quantile, type Stage, throttle, times, visit, type WebTime } from './measure.ts';
import { timeEvents, timeUntilShown, watchKeys } from './probes.ts';

const GROUPS = 20;

/** What somebody feels who types, sends and changes conversations, with thousands of messages stored and 1,000 rows loaded. */
export async function measureTyping(stage: Stage): Promise<WebTime[]> {
  const { reader, writer, conversationId } = await addPair(stage, 5000);
  await addGroups(stage, [reader, writer], GROUPS, 300);
  const visiting = await visit(stage, reader, conversationId);
  const { page } = visiting;
  await page.locator('.message').first().waitFor();
  const devtools = await devtoolsOf(visiting, page);

  for (let i = 0; i < 12; i++) await page.evaluate(scrollBy, { step: -700, frames: 20, look: false });
  await page.locator('.jump-button').last().click();
  await page.locator('textarea').click();
  await pause(500);
  await throttle(devtools, 4);
  await page.evaluate(timeEvents, 'keydown');
  const key = await times(stage.runs, () => keyToPaint(page));
  await throttle(devtools, 1);
  await page.locator('textarea').fill('');

  await pause(500);
  const bubbles = await times(stage.runs, (turn) => sendToBubble(page, turn));
  const names = ['Group 1.', 'Group 2.'];
  for (const name of names) await goTo(page, name).then(() => pause(400));
  const switches = await times(stage.runs, () => switchBetween(page, names));

  await throttle(devtools, 4);
  await page.evaluate(timeEvents, 'keydown');
  await page.evaluate(watchKeys);
  const firstKey = await times(stage.runs, (turn) => firstKeys(page, turn));
  await visiting.context.close();
  return [
    { what: 'key to paint at a quarter of the CPU, p95 of 33', limitMs: 50, runsMs: key },
    { what: 'Enter to bubble, median of 8', limitMs: 50, runsMs: bubbles },
    { what: 'switch to a conversation that is kept, median of 8', limitMs: 100, runsMs: switches },
    { what: 'first key after a switch at a quarter of the CPU, slowest of 6', limitMs: 200, runsMs: firstKey },
  ];
}

async function keyToPaint(page: Page): Promise<number> {
  await page.evaluate(() => window.magpieDelays.splice(0));
  await page.keyboard.type('the quick brown fox jumps over it', { delay: 60 });
  await pause(200);
  return quantile(await page.evaluate(() => window.magpieDelays), 0.95);
}

async function sendToBubble(page: Page, turn: number): Promise<number> {
  const each = await times(8, async (i) => {
    const text = `bubble ${turn}-${i}.`;
    await page.locator('textarea').fill(text);
    const waiting = page.evaluate(timeUntilShown, { event: 'keydown', selector: '.message', text });
    await page.locator('textarea').press('Enter');
    return waiting;
  });
  return quantile(each, 0.5);
}

const rowOf = (page: Page, name: string) => page.locator('.pane-list .row', { hasText: name }).first();

async function goTo(page: Page, name: string): Promise<void> {
  await rowOf(page, name).click();
  await page.locator('.main-title', { hasText: name }).waitFor();
}

async function switchBetween(page: Page, names: readonly string[]): Promise<number> {
  const each = await times(8, async (i) => {
    const name = names[i % names.length] ?? '';
    const waiting = page.evaluate(timeUntilShown, { event: 'click', selector: '.main-view:has(.message) .main-title', text: name });
    await rowOf(page, name).click();
    return waiting;
  });
  return quantile(each, 0.5);
}

/** Every other conversation was never opened before; the first three keys come as soon as the field takes them, the others later. */
async function firstKeys(page: Page, turn: number): Promise<number> {
  const each: number[] = [];
  for (let i = 0; i < 6; i++) {
    await goTo(page, `Group ${i % 2 === 0 ? 3 : 4 + ((3 * turn + i) % 16)}.`);
    await page.locator('textarea:focus').waitFor();
    if (i >= 3) await pause(600);
    await page.evaluate(() => [window.magpieDelays.splice(0), window.magpieKeys.splice(0)]);
    await page.keyboard.press('x');
    await pause(300);
    const { delays, keys } = await page.evaluate(() => ({ delays: window.magpieDelays, keys: window.magpieKeys }));
    // The browser counts a key that takes this long; where it counts none, the key was never shown.
    const unseen = keys.length === 0 && Math.max(...delays) >= 24;
    each.push(...delays, ...(unseen ? [Number.POSITIVE_INFINITY] : keys));
    await page.locator('textarea').fill('');
  }
  return Math.max(...each);
}
