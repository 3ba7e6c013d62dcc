import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client } from '../support/client.ts';
import { seeded } from '../support/random.ts';
import { until } from '../support/waiting.ts';
import { type FrontProxy, startFrontProxy } from './front-proxy';
import { launchChromium, type Magpie, signIn, startMagpie, type Visitor, visitor } from './magpie';
import { belowUnreadLine, firstShown, type Passed, readThrough } from './probes';
import { seeding } from './seeding';

const MISSED = 500;
const KNOWN = 300;
const LIMIT_MS = 2000;
const TRIES = 5;

let magpie: Magpie;
let front: FrontProxy;
let browser: Browser;
let zhang: Visitor;
let page: Page;
let direct: string;
let li: Client;
/** Every time that something is missed, its texts are others. */
let turn = 0;

beforeAll(async () => {
  magpie = await startMagpie({ SEND_RATE_PER_S: '1000', SEND_BURST: '2000' });
  direct = seeding(magpie.state, (database) => database.direct('张三', '李四', KNOWN));
  browser = await launchChromium();
  front = await startFrontProxy(magpie.url);
  zhang = await visitor(browser, front.url, { viewport: { width: 1280, height: 800 } });
  page = zhang.page;
  await signIn(zhang, 'zhangsan@example.com');
  li = await socketOf('lisi@example.com');
});

afterAll(async () => {
  li?.leave();
  await browser?.close();
  await front?.stop();
  await magpie?.stop();
});

/** Somebody with a bare socket. */
async function socketOf(email: string): Promise<Client> {
  const answer = await fetch(`${magpie.url}/api/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: 'magpie-demo', transport: 'bearer' }),
  });
  const { user, token } = (await answer.json()) as { user: { id: string }; token: string };
  const url = magpie.url.replace(/^http/, 'ws');
  const client = new Client({ url, person: { id: user.id, token }, name: 'socket', random: seeded(7) });
  await client.join();
  return client;
}

const missed = (said: number) => Array.from({ length: MISSED }, (_, i) => `missed ${said}-${i}.`);

/** Says it all, and waits until it is stored. */
async function sayAll(texts: readonly string[]): Promise<void> {
  for (const text of texts) li.say(direct, text);
  await until(() => li.outbox.size === 0, 'all to be stored', 60_000);
}

const row = () => page.locator('.pane-list .row', { hasText: '李四' });
const newest = (said: number) => page.locator('.message', { hasText: `missed ${said}-${MISSED - 1}.` });
const toLatest = () => page.getByRole('button', { name: 'new messages, jump to the latest' });
const unread = () => row().locator('.badge [aria-hidden]', { hasText: /^500$/ });

/** The limit is held by the best of a few tries: other work on the machine is no property of the product. */
async function best(what: string, run: (turn: number) => Promise<number>): Promise<void> {
  const took: number[] = [];
  for (let i = 0; i < TRIES && Math.min(...took, Number.POSITIVE_INFINITY) > LIMIT_MS; i++) took.push(await run(turn++));
  console.log(`${what}: ${took.map((ms) => ms.toFixed(0)).join(', ')} ms, ${LIMIT_MS} are the limit`);
  expect(Math.min(...took)).toBeLessThanOrEqual(LIMIT_MS);
}

/** Of what was said in this turn, everything passed by, once and in the order in which it was said. */
function expectWhole(passed: readonly Passed[], said: number): void {
  const seqs = passed.map(({ seq }) => seq);
  expect(seqs).toEqual(seqs.map((_, i) => (seqs[0] ?? 0) + i));
  expect(passed.flatMap(({ text }) => /missed \d+-\d+\./.exec(text)?.[0] ?? [])).toEqual(missed(said));
}

describe('500 messages that were missed', () => {
  test('SYNC-2 who comes back has the newest in 2 s, the first under the line of what is new, and all of them in order', async () => {
    await best('back after 500 messages, until the newest is shown', async (now) => {
      await page.goto('about:blank');
      await sayAll(missed(now));
      const startedAt = performance.now();
      await page.goto('/');
      await unread().waitFor();
      await row().click();
      await page.locator('.unread-line').waitFor();
      await toLatest().click();
      await newest(now).waitFor();
      const took = performance.now() - startedAt;
      await row().locator('.badge').waitFor({ state: 'detached' });
      return took;
    });
    await page.goto('about:blank');
    await sayAll(missed(turn));
    await page.goto('/');
    await unread().waitFor();
    await row().click();
    await page.locator('.unread-line').waitFor();
    const line = await page.evaluate(belowUnreadLine);
    expect(line).toContain(`missed ${turn}-0.`);
    expectWhole(
      (await page.evaluate(readThrough)).filter(({ text }) => text.includes('missed')),
      turn,
    );
    await row().locator('.badge').waitFor({ state: 'detached' });
    turn++;
    expect(zhang.troubles).toEqual([]);
  });

  test('SYNC-2 who was offline with the conversation open stays where he was, has the newest in 2 s, and misses nothing on the way', async () => {
    await page.goto(`/c/${direct}`);
    await page.locator('.message').last().waitFor();
    const lose = async (said: number) => {
      front.cut();
      await sayAll(missed(said));
    };
    await best('online again after 500 messages, until the newest is shown', async (now) => {
      await lose(now);
      const startedAt = performance.now();
      front.restore();
      await page.evaluate(() => dispatchEvent(new Event('online')));
      await unread().waitFor();
      await toLatest().click();
      await newest(now).waitFor();
      const took = performance.now() - startedAt;
      await row().locator('.badge').waitFor({ state: 'detached' });
      return took;
    });
    const before = await page.evaluate(firstShown);
    await lose(turn);
    front.restore();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await toLatest().waitFor();
    await unread().waitFor();
    expect(await page.evaluate(firstShown)).toEqual(before);
    expectWhole(
      (await page.evaluate(readThrough)).filter(({ text }) => text.includes(`missed ${turn}-`)),
      turn,
    );
    await row().locator('.badge').waitFor({ state: 'detached' });
    expect(await toLatest().count()).toBe(0);
    expect(zhang.troubles).toEqual([]);
  });
});
