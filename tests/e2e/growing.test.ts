import type { Page, WebSocket } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import type { NewerEntry } from '../faults/newer.ts';
import { makeDirect, signUp } from './accounts.ts';
import { type Magpie, startMagpie } from './magpie.ts';
import { test } from './test.ts';
import { bubble, inboxRow, openTalk, say } from './visitor.ts';

const UNSUPPORTED = 'This message needs a newer version of Magpie';
const IMAGE = { kind: 'image', attachmentId: 'f1', type: 'image/webp', bytes: 9, width: 30, height: 20 };

// A server of its own, which says what today's protocol does not know.
let magpie: Magpie;

beforeAll(async () => {
  magpie = await startMagpie({}, 'tests/faults/newer-worker.ts');
});

afterAll(async () => {
  await magpie?.stop();
});

async function add(entry: NewerEntry): Promise<number> {
  const answer = await fetch(`${magpie.url}/api/__newer`, { method: 'POST', body: JSON.stringify(entry) });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { seq: number }).seq;
}

/** What a page's sockets did: how many there were, how far pushes came and were acked, and what was asked for. */
interface Traffic {
  sockets: number;
  closed: number;
  pulls: number;
  pushed: number;
  acked: number;
}

function trafficOf(page: Page): Traffic {
  const traffic = { sockets: 0, closed: 0, pulls: 0, pushed: 0, acked: 0 };
  page.on('websocket', (socket: WebSocket) => {
    traffic.sockets++;
    socket.on('close', () => traffic.closed++);
    socket.on('framesent', ({ payload }) => {
      if (String(payload).startsWith('{"type":"pull"')) traffic.pulls++;
      traffic.acked = Math.max(traffic.acked, Number(/"messageAck","tid":(\d+)/.exec(String(payload))?.[1] ?? 0));
    });
    socket.on('framereceived', ({ payload }) => {
      traffic.pushed = Math.max(traffic.pushed, Number(/"tid":(\d+)/.exec(String(payload))?.[1] ?? 0));
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

test('GROW-1 a page that stays open reads everything else of a server that says what it does not know', async ({ scene }) => {
  const { url } = magpie;
  const [writer, reader] = [await signUp(url, '张三'), await signUp(url, '李四')];
  const conversationId = await makeDirect(url, writer, reader);
  const [zhang, li] = [await scene.visit({ as: writer, url }), await scene.visit({ as: reader, url })];
  const traffic = trafficOf(li.page);
  await openTalk(zhang, conversationId);
  await li.page.goto('/');
  await say(zhang, 'one.');
  const row = inboxRow(li.page, writer.name);
  await row.locator('.badge', { hasText: '1' }).waitFor();
  const from = { conversationId, sender: writer.name };

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
  await bubble(zhang.page, 'I read you.').waitFor();

  // A new page meets all of it in its `welcome`.
  const late = await scene.visit({ as: reader, url });
  const lateTraffic = trafficOf(late.page);
  await add({ ...from, kind: 'message', body: IMAGE, counts: true });
  await late.page.goto('/');
  await inboxRow(late.page, writer.name).locator('.row-preview', { hasText: UNSUPPORTED }).waitFor();
  await inboxRow(late.page, writer.name).click();
  await late.page.locator('.message[data-seq="10"]').waitFor();
  // The wording that was edited is not the server's to fold here: the door stores the change alone.
  expect((await rows(late.page)).map(([seq]) => seq)).toEqual([1, 2, 4, 5, 6, 8, 9, 10]);
  await say(late, 'done.');
  await bubble(li.page, 'done.').waitFor();
  await bubble(zhang.page, 'done.').waitFor();

  // One link each, which nothing ended; everything acked, and nothing asked for again and again.
  expect(traffic.pushed).toBeGreaterThan(0);
  for (const one of [traffic, lateTraffic]) {
    await expect.poll(() => one.acked === one.pushed, { timeout: 150_000 }).toBe(true);
    expect(one).toMatchObject({ sockets: 1, closed: 0 });
    expect(one.pulls).toBeLessThan(5);
  }
});
