import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { type FrontServer, serveFront } from '../support/front-server.ts';
import { addTalk } from '../support/long-talk.ts';
import { addDirects, addPeople, type Person } from '../support/people.ts';
import { Server } from '../support/server.ts';
import { drift, firstShown, placeOf, rowsHeld, scrollBy } from './probes.ts';
import { sayAll, socketOf } from './socket.ts';
import { type Scene, test } from './test.ts';
import { bubble, openTalk } from './visitor.ts';

const MESSAGES = 100_000;
/** Ten times what the list ever holds: how many more there are shows where somebody jumps, and in the heap, and nowhere else. */
const ENOUGH = 10_000;
/** Rows that may be held, whatever was scrolled through, and rows that may stand in the document. */
const [HELD_MAX, DRAWN_MAX] = [1000, 40];
const HEAP_MAX = 80 * 1024 * 1024;
/** The heap is looked at once in so many messages that passed by. */
const LOOK_EVERY = 400;
/** Ten minutes' worth of scrolling by `npm run test:heap`; enough for the list to let go of rows several times otherwise. */
const HEAP_MESSAGES = Math.round(Number(process.env.HEAP_MINUTES ?? 0.4) * 10_000);

// A server of its own: what 100,000 messages are written past it into the database.
let server: Server;
let front: FrontServer;

beforeAll(async () => {
  server = await Server.start({ vars: { SEND_RATE_PER_S: '1000', SEND_BURST: '2000' } });
  front = await serveFront(server.port);
});

afterAll(async () => {
  await front?.stop();
  await server?.stop();
});

let made = 0;

/** A conversation with a long history, which its reader has open at the end. */
class Reading {
  private constructor(
    readonly page: Page,
    readonly devtools: CDPSession,
    readonly conversationId: string,
    private readonly writer: Person,
  ) {}

  static async begin(scene: Scene, messages: number): Promise<Reading> {
    const [reader, writer] = (await addPeople(server, 2, `p${++made}-`)) as [Person, Person];
    const [conversationId = ''] = await addDirects(server, [[reader.id, writer.id]]);
    await addTalk(server, conversationId, [reader.id, writer.id], messages);
    const visiting = await scene.visit({ as: reader, url: front.url, viewport: { width: 1280, height: 800 } });
    await openTalk(visiting, conversationId);
    await visiting.page.locator(`[data-seq="${messages}"]`).waitFor();
    return new Reading(visiting.page, await visiting.context.newCDPSession(visiting.page), conversationId, writer);
  }

  /** The other one writes: done when it is stored. */
  async hear(texts: readonly string[]): Promise<void> {
    const socket = await socketOf(front.url, this.writer);
    await sayAll(socket, this.conversationId, texts);
    socket.leave();
  }

  /** Bytes in use after a collection. */
  async heap(): Promise<number> {
    await this.devtools.send('HeapProfiler.collectGarbage');
    await this.devtools.send('Performance.enable');
    const { metrics } = await this.devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.POSITIVE_INFINITY;
  }

  /** Goes to a message by its address, as a shared link does. */
  async jump(seq: number): Promise<void> {
    await this.page.evaluate((path) => {
      history.pushState(null, '', path);
      dispatchEvent(new PopStateEvent('popstate'));
    }, `/c/${this.conversationId}/${seq}`);
    await this.page.locator(`[data-seq="${seq}"]`).waitFor();
  }

  async toEnd(): Promise<void> {
    const button = this.page.locator('.jump-button').last();
    // One press fetches the end where it is not at hand, and goes there.
    await expect
      .poll(
        async () => {
          await button.click({ timeout: 1000 }).catch(() => undefined);
          return button.count();
        },
        { timeout: 150_000 },
      )
      .toBe(0);
  }

  scroll(step: number, frames: number, look = false) {
    return this.page.evaluate(scrollBy, { step, frames, look });
  }
}

describe('a long conversation', () => {
  test('scrolls without a blank frame and without a step back, in few rows', async ({ scene }) => {
    const reading = await Reading.begin(scene, ENOUGH);
    await reading.scroll(-240, 240);
    const looked = await reading.scroll(-120, 200, true);
    expect(looked.blank).toBe(0);
    expect(looked.rows).toBeLessThanOrEqual(DRAWN_MAX);
    expect(looked.back).toBeLessThanOrEqual(1);
  });

  test('does not move by a pixel when older messages come, somebody writes, the keyboard opens or the phone turns', async ({ scene }) => {
    const reading = await Reading.begin(scene, ENOUGH);
    const { page } = reading;
    await reading.scroll(-100, 12);
    // Older ones arrive while the reader goes on: what is on screen goes on by what was scrolled, and by nothing else.
    expect((await reading.scroll(-60, 240, true)).back).toBeLessThanOrEqual(1);
    const before = await page.evaluate(firstShown);
    const appended = page.evaluate(drift, { frames: 90 });
    await reading.hear(['while he reads 0', 'while he reads 1', 'while he reads 2']);
    expect(await appended).toBeLessThanOrEqual(1);
    await page.getByRole('button', { name: '3 new messages, jump to the latest' }).waitFor();
    expect(Math.abs((await page.evaluate(placeOf, before.seq)) - before.top)).toBeLessThanOrEqual(1);
    for (const size of [
      { width: 1280, height: 460 },
      { width: 1280, height: 800 },
    ]) {
      const resized = page.evaluate(drift, { frames: 60 });
      await page.setViewportSize(size);
      expect(await resized).toBeLessThanOrEqual(1);
    }
    const first = await page.evaluate(firstShown);
    await page.setViewportSize({ width: 844, height: 390 });
    await page.evaluate(drift, { frames: 24 });
    await page.setViewportSize({ width: 1280, height: 800 });
    // Turned, every row has another height; turned back, the same message is where it was.
    const moved = async () => Math.abs((await page.evaluate(placeOf, first.seq)) - first.top);
    await expect.poll(moved, { timeout: 150_000 }).toBeLessThanOrEqual(1);
    await reading.toEnd();
    await bubble(page, 'while he reads 2').waitFor();
    expect(await page.evaluate(() => document.querySelector('.vlist')?.scrollTop)).toBeGreaterThan(0);
  });

  test('jumps to the first, a middle and the last of 100,000 messages, and back', async ({ scene }) => {
    const reading = await Reading.begin(scene, MESSAGES);
    const { page } = reading;
    for (const seq of [1, MESSAGES / 2, 12_345]) {
      await reading.jump(seq);
      const top = () => page.evaluate(placeOf, seq);
      await expect.poll(top, { timeout: 150_000 }).toBeGreaterThan(0);
      await expect.poll(top, { timeout: 150_000 }).toBeLessThan(800);
      expect(await page.locator('.vlist-row').count()).toBeLessThanOrEqual(DRAWN_MAX);
    }
    await reading.toEnd();
    await page.locator(`[data-seq="${MESSAGES}"]`).waitFor();
  });

  test('holds at most 80 MB of heap and 1,000 rows of 100,000 messages, however far it is scrolled', {
    timeout: 300_000 + HEAP_MESSAGES * 20,
  }, async ({ scene }) => {
    const reading = await Reading.begin(scene, MESSAGES);
    const { page } = reading;
    const heaps: number[] = [];
    let [step, passed, at] = [-600, 0, MESSAGES];
    while (passed < HEAP_MESSAGES) {
      // By the wheel, as a reader does. Chromium's headless compositor draws no frame any more, for good, after minutes in which a
      // page scrolls itself in each of them: 17,000 frames on one day.
      await page.mouse.move(800, 400);
      let here = 0;
      while (here < LOOK_EVERY) {
        for (let i = 0; i < 20; i++) await page.mouse.wheel(0, step);
        const { seq } = await page.evaluate(firstShown);
        here += Math.abs(seq - at);
        at = seq;
        if (seq < 2000) step = 600;
        if (seq > MESSAGES - 2000 && passed > 0) step = -600;
      }
      passed += here;
      heaps.push(await reading.heap());
    }
    const held = await page.evaluate(rowsHeld);
    const shown = heaps.filter((_, i) => i % Math.ceil(heaps.length / 10) === 0).map((bytes) => (bytes / 2 ** 20).toFixed(1));
    const worst = Math.max(...heaps);
    console.log(
      `heap while ${passed} messages passed, ${held} rows held: at most ${(worst / 2 ** 20).toFixed(1)} MB (${shown.join(', ')})`,
    );
    expect(worst).toBeLessThanOrEqual(HEAP_MAX);
    // Day lines stand beside the messages: one for each of 1,440.
    expect(held).toBeLessThanOrEqual(HELD_MAX + 3);
  });
});
