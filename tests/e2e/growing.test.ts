import type { Browser, Page, WebSocket } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NewerEntry } from '../faults/newer';
import { launchChromium, type Magpie, say, signIn, startMagpie, talkTo, type Visitor, visitor } from './magpie';

const [ZHANG, LI] = ['zhangsan@example.com', 'lisi@example.com'];
const UNSUPPORTED = 'This message needs a newer version of Magpie';
const IMAGE = { kind: 'image', attachmentId: 'f1', type: 'image/webp', bytes: 9, width: 30, height: 20 };

let magpie: Magpie;
let browser: Browser;

beforeAll(async () => {
  // Short, so that a push that is not acked ends the connection while the test still runs.
  const vars = { ACK_TIMEOUT_MS: '1000', RESEND_INTERVAL_MS: '300', RESEND_LIMIT: '1' };
  magpie = await startMagpie({ SEND_RATE_PER_S: '100', SEND_BURST: '1000', ...vars }, 'tests/faults/newer-worker.ts');
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await magpie?.stop();
});

async function add(entry: NewerEntry): Promise<number> {
  const answer = await fetch(`${magpie.url}/api/__newer`, { method: 'POST', body: JSON.stringify(entry) });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { seq: number }).seq;
}

/** What a page's sockets did: how many there were, what was asked for, and what had to be pushed twice. */
interface Traffic {
  sockets: number;
  closed: number;
  pulls: number;
  redelivered: number;
}

function trafficOf(page: Page): Traffic {
  const traffic = { sockets: 0, closed: 0, pulls: 0, redelivered: 0 };
  page.on('websocket', (socket: WebSocket) => {
    traffic.sockets++;
    socket.on('close', () => traffic.closed++);
    socket.on('framesent', ({ payload }) => {
      if (String(payload).startsWith('{"type":"pull"')) traffic.pulls++;
    });
    socket.on('framereceived', ({ payload }) => {
      if (String(payload).includes('"redelivery":true')) traffic.redelivered++;
    });
  });
  return traffic;
}

/** The rows of the open conversation by seq, without times. */
const rows = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-seq]')]
      .map((row) => [Number(row.dataset.seq), (row.querySelector('.body') ?? row).textContent?.trim()] as const)
      .toSorted(([a], [b]) => a - b),
  );
const inboxRow = ({ page }: Visitor, name: string) => page.locator('.row', { hasText: name });

test('GROW-1 a page that stays open reads everything else of a server that says what it does not know', async () => {
  const [zhang, li] = [await visitor(browser, magpie.url), await visitor(browser, magpie.url)];
  const traffic = trafficOf(li.page);
  await Promise.all([signIn(zhang, ZHANG), signIn(li, LI)]);
  await talkTo(zhang, '李四');
  await say(zhang, 'one.');
  const row = inboxRow(li, '张三');
  await row.locator('.badge', { hasText: '1' }).waitFor();
  const conversationId = zhang.page.url().split('/').at(-1) ?? '';
  const from = { conversationId, sender: '张三' };

  // A push, while the inbox is open.
  await add({ ...from, kind: 'message', body: IMAGE, counts: true });
  await row.locator('.row-preview', { hasText: UNSUPPORTED }).waitFor();
  await row.locator('.badge', { hasText: '2' }).waitFor();
  // What does not count leaves the number alone: a change and a line of unknown kinds.
  await add({ ...from, kind: 'vote', body: { choice: 2 }, targetSeq: 1, counts: false });
  await add({ ...from, kind: 'message', body: { kind: 'system', event: { event: 'callEnded', durationMs: 5 } }, counts: false });
  await say(zhang, 'two.');
  await row.locator('.row-preview', { hasText: 'two.' }).waitFor();
  await row.locator('.badge', { hasText: '3' }).waitFor();
  await add({ ...from, kind: 'message', body: { kind: 'poll', question: '?', mentions: ['*'] }, counts: true });
  await row.locator('.badge', { hasText: '4' }).waitFor();

  // A page of the log, in its order; then everything is read.
  await row.click();
  await li.page.locator('.message[data-seq="6"]', { hasText: UNSUPPORTED }).waitFor();
  await row.locator('.badge').waitFor({ state: 'detached' });
  const told = [
    [1, 'one.'],
    [2, UNSUPPORTED],
    [4, UNSUPPORTED],
    [5, 'two.'],
    [6, UNSUPPORTED],
  ];
  expect(await rows(li.page)).toEqual(told);
  expect(await li.page.locator('.message[data-seq="2"]').getAttribute('aria-label')).toContain(UNSUPPORTED);

  // A push into the open conversation, an edit to what is unknown, and the way back.
  await add({ ...from, kind: 'edit', body: { body: { ...IMAGE, text: 'new caption' } }, targetSeq: 1, counts: false });
  await add({ ...from, kind: 'message', body: { kind: 'sticker', pack: 'p', id: 's' }, counts: true });
  await li.page.locator('.message[data-seq="8"]', { hasText: UNSUPPORTED }).waitFor();
  await li.page.locator('.message[data-seq="1"]', { hasText: UNSUPPORTED }).waitFor();
  await say(li, 'I read you.');
  await zhang.page.locator('.message', { hasText: 'I read you.' }).waitFor();

  // A new page meets all of it in its `welcome`.
  const late = await visitor(browser, magpie.url);
  const lateTraffic = trafficOf(late.page);
  await add({ ...from, kind: 'message', body: IMAGE, counts: true });
  await signIn(late, LI);
  await inboxRow(late, '张三').locator('.row-preview', { hasText: UNSUPPORTED }).waitFor();
  await inboxRow(late, '张三').click();
  await late.page.locator('.message[data-seq="10"]').waitFor();
  // The wording that was edited is not the server's to fold here: the door stores the change alone.
  expect((await rows(late.page)).map(([seq]) => seq)).toEqual([1, 2, 4, 5, 6, 8, 9, 10]);
  await say(late, 'done.');
  await li.page.locator('.message', { hasText: 'done.' }).waitFor();
  await zhang.page.locator('.message', { hasText: 'done.' }).waitFor();

  // One link each, which nothing ended; everything acked at once, and nothing asked for again and again.
  expect([traffic, lateTraffic]).toMatchObject([
    { sockets: 1, closed: 0, redelivered: 0 },
    { sockets: 1, closed: 0, redelivered: 0 },
  ]);
  expect(traffic.pulls).toBeLessThan(5);
  expect(lateTraffic.pulls).toBeLessThan(5);
  expect([...zhang.troubles, ...li.troubles, ...late.troubles]).toEqual([]);
  await Promise.all([zhang, li, late].map(({ context }) => context.close()));
});
