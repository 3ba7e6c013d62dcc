import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { type FrontProxy, startFrontProxy } from './front-proxy.ts';
import { belowUnreadLine, firstShown, type Passed, readThrough } from './probes.ts';
import { sayAll, socketOf } from './socket.ts';
import { type Scene, test } from './test.ts';
import { bubble, inboxRow, openTalk } from './visitor.ts';

const MISSED = 500;
const KNOWN = 300;

const missed = Array.from({ length: MISSED }, (_, i) => `missed ${i}.`);

/** The reader of a conversation, behind a network that can be cut, and the other one's way to write. */
interface Caught {
  readonly page: Page;
  readonly front: FrontProxy;
  readonly title: string;
  readonly conversationId: string;
  /** What is missed is said: done when it is stored. */
  sayMissed(): Promise<void>;
}

async function inConversation(scene: Scene, run: (caught: Caught) => Promise<void>): Promise<void> {
  const [zhang, li] = [await scene.signUp('张三'), await scene.signUp('李四')];
  const conversationId = await scene.direct(zhang, li);
  const known = Array.from({ length: KNOWN }, (_, i) => `known ${i}.`);
  const [own, other] = [await socketOf(scene.url, zhang), await socketOf(scene.url, li)];
  await sayAll(own, conversationId, known);
  own.leave();
  const front = await startFrontProxy(scene.url);
  try {
    const visiting = await scene.visit({ as: zhang, url: front.url, viewport: { width: 1280, height: 800 } });
    await openTalk(visiting, conversationId);
    await bubble(visiting.page, `known ${KNOWN - 1}.`).waitFor();
    // The last thing that a page fetches when it starts.
    await visiting.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const sayMissed = () => sayAll(other, conversationId, missed);
    await run({ page: visiting.page, front, title: li.name, conversationId, sayMissed });
  } finally {
    other.leave();
    await front.stop();
  }
}

const unread = (page: Page, title: string) => inboxRow(page, title).locator('.badge [aria-hidden]', { hasText: /^500$/ });
const newest = (page: Page) => bubble(page, `missed ${MISSED - 1}.`);
const toLatest = (page: Page) => page.getByRole('button', { name: 'new messages, jump to the latest' });

/** Everything that was missed passed by, once and in the order in which it was said. */
function expectWhole(passed: readonly Passed[]): void {
  const wanted = passed.filter(({ text }) => text.includes('missed'));
  const seqs = wanted.map(({ seq }) => seq);
  expect(seqs).toEqual(seqs.map((_, i) => (seqs[0] ?? 0) + i));
  expect(wanted.flatMap(({ text }) => /missed \d+\./.exec(text)?.[0] ?? [])).toEqual(missed);
}

describe('500 messages that were missed', () => {
  test('SYNC-2 who comes back has the first under the line of what is new, and all of them in order', async ({ scene }) => {
    await inConversation(scene, async ({ page, title, sayMissed }) => {
      await page.goto('about:blank');
      await sayMissed();
      await page.goto('/');
      const row = inboxRow(page, title);
      await unread(page, title).waitFor();
      await row.click();
      await page.locator('.unread-line').waitFor();
      expect(await page.evaluate(belowUnreadLine)).toContain('missed 0.');
      expectWhole(await page.evaluate(readThrough, `missed ${MISSED - 1}.`));
      await row.locator('.badge').waitFor({ state: 'detached' });
    });
  });

  test('SYNC-2 who was offline with the conversation open stays in place, and misses nothing on the way', async ({ scene }) => {
    await inConversation(scene, async ({ page, front, title, sayMissed }) => {
      front.cut();
      await sayMissed();
      const before = await page.evaluate(firstShown);
      front.restore();
      await page.evaluate(() => dispatchEvent(new Event('online')));
      const row = inboxRow(page, title);
      await toLatest(page).waitFor();
      await unread(page, title).waitFor();
      expect(await page.evaluate(firstShown)).toEqual(before);
      expectWhole(await page.evaluate(readThrough, `missed ${MISSED - 1}.`));
      await row.locator('.badge').waitFor({ state: 'detached' });
      expect(await toLatest(page).count()).toBe(0);
    });
  });

  test('one press leads to the newest', async ({ scene }) => {
    await inConversation(scene, async ({ page, title, sayMissed }) => {
      await page.goto('about:blank');
      await sayMissed();
      await page.goto('/');
      await unread(page, title).waitFor();
      await inboxRow(page, title).click();
      await page.locator('.unread-line').waitFor();
      await toLatest(page).click();
      await newest(page).waitFor();
      await inboxRow(page, title).locator('.badge').waitFor({ state: 'detached' });
    });
  });
});
