import type { Page } from 'playwright-core';
import { startFrontProxy } from '../../tests/e2e/front-proxy.ts';
import { scrollBy } from '../../tests/e2e/probes.ts';
import { sayAll, socketOf } from '../../tests/e2e/socket.ts';
import { bubble } from '../../tests/e2e/visitor.ts';
import { addPair, devtoolsOf, pause, quantile, type Stage, throttle, times, visit, type WebTime } from './measure.ts';

const LONG = 100_000;
const MISSED = 500;

/** Frames while a conversation of 100,000 messages is scrolled. */
export async function measureScrolling(stage: Stage): Promise<WebTime[]> {
  const { reader, conversationId } = await addPair(stage, LONG);
  const visiting = await visit(stage, reader, conversationId);
  const { page } = visiting;
  await page.locator(`[data-seq="${LONG}"]`).waitFor();
  const devtools = await devtoolsOf(visiting, page);
  await page.evaluate(scrollBy, { step: -240, frames: 240, look: false });
  await throttle(devtools, 4);
  const frames = await times(stage.runs, async (turn) => {
    const scrolled = await page.evaluate(scrollBy, { step: turn % 2 === 0 ? -80 : 80, frames: 120, look: false });
    return quantile(scrolled.frames, 0.95);
  });
  await visiting.context.close();
  return [{ what: 'frame while 100,000 messages are scrolled at a quarter of the CPU, p95 of 120', limitMs: 34, runsMs: frames }];
}

const unread = (page: Page) => page.locator('.pane-list .row .badge [aria-hidden]', { hasText: /^500$/ });
const toLatest = (page: Page) => page.getByRole('button', { name: 'new messages, jump to the latest' });
const read = (page: Page) => page.locator('.pane-list .row .badge').waitFor({ state: 'detached' });

/** From coming back after 500 messages until the newest is shown, and without a server until the last ones are. */
export async function measureComingBack(stage: Stage): Promise<WebTime[]> {
  const { reader, writer, conversationId } = await addPair(stage, 300);
  const network = await startFrontProxy(stage.front.url);
  const visiting = await visit(stage, reader, conversationId, network.url);
  const { page } = visiting;
  const socket = await socketOf(stage.server.httpUrl, writer);
  let said = 0;
  const missSome = async () => {
    const turn = ++said;
    await sayAll(
      socket,
      conversationId,
      Array.from({ length: MISSED }, (_, i) => `missed ${turn}-${i}.`),
    );
    return bubble(page, `missed ${turn}-${MISSED - 1}.`);
  };

  const opened = await times(stage.runs, async () => {
    await page.goto('about:blank');
    const newest = await missSome();
    const startedAt = performance.now();
    await page.goto('/');
    await unread(page).waitFor();
    await page.locator('.pane-list .row').first().click();
    await page.locator('.unread-line').waitFor();
    await toLatest(page).click();
    await newest.waitFor();
    const took = performance.now() - startedAt;
    await read(page);
    return took;
  });
  const reconnected = await times(stage.runs, async () => {
    network.cut();
    const newest = await missSome();
    const startedAt = performance.now();
    network.restore();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await unread(page).waitFor();
    await toLatest(page).click();
    await newest.waitFor();
    const took = performance.now() - startedAt;
    await read(page);
    return took;
  });

  await page.goto(`/c/${conversationId}`);
  await page.locator('.message').first().waitFor();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (navigator.serviceWorker.controller === null) await new Promise((resolve) => setTimeout(resolve, 50));
  });
  await pause(1500);
  network.cut();
  const offline = await times(stage.runs, async () => {
    const startedAt = performance.now();
    await page.goto(`/c/${conversationId}`, { waitUntil: 'commit' });
    await page.locator('.pane-list .row').first().waitFor();
    await page.locator('.message').first().waitFor();
    return performance.now() - startedAt;
  });
  socket.leave();
  await visiting.context.close();
  await network.stop();
  return [
    { what: 'opened after 500 missed messages, until the newest is shown', limitMs: 2000, runsMs: opened },
    { what: 'online again after 500 missed messages, until the newest is shown', limitMs: 2000, runsMs: reconnected },
    { what: 'start without a server, until the last messages are shown', limitMs: 1000, runsMs: offline },
  ];
}
