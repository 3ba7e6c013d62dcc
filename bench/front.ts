import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { serveFront } from '../tests/support/front-server.ts';
import { generate } from './load/generate.ts';
import { latencyOf } from './load/latency.ts';
import type { Timed } from './results.ts';
import { startTarget } from './targets.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const ROOT = join(import.meta.dirname, '..');
const SECONDS = 20;
const PER_S = 300;
const PAIRS = 100;
/**
 * Runs in the page: notes for every new message how long after its sending the frame came that shows it. The generator says in the
 * text when it sends.
 */
const WATCH = `(() => {
  const seen = new Set();
  window.shownAfterMs = [];
  const look = () => {
    const stamps = [...document.querySelectorAll('.message')].map((element) => /(\\d{13})x/.exec(element.textContent)?.[1]);
    const fresh = stamps.filter((at) => at !== undefined && !seen.has(at));
    for (const at of fresh) seen.add(at);
    requestAnimationFrame(() => window.shownAfterMs.push(...fresh.map((at) => Date.now() - Number(at))));
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
})()`;

/** From send to the frame that shows it in Chromium, while the server carries 300 messages a second. Undefined without a browser. */
export async function timeFront(say: (line: string) => void): Promise<Timed | undefined> {
  if (!existsSync(CHROMIUM)) {
    say(`no browser at ${CHROMIUM}: the front is not timed`);
    return undefined;
  }
  execFileSync(process.execPath, [join(ROOT, 'scripts', 'build.mjs')], { stdio: 'inherit' });
  const target = await startTarget('magpie', { people: 2 * PAIRS, pairs: PAIRS, group: 0, online: 2 * PAIRS });
  const front = await serveFront(target.server?.port ?? 0);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    const { wire, lanes, pids } = target;
    const viewer = wire.kind === 'magpie' ? wire.people[1] : undefined;
    const context = await browser.newContext();
    await context.addCookies([{ name: 'magpie', value: viewer?.token ?? '', url: front.url }]);
    const page = await context.newPage();
    await page.goto(`${front.url}/c/${lanes[0]?.conversationId}`);
    await page.locator('textarea').waitFor();
    await page.evaluate(WATCH);
    const result = await generate({
      wire,
      lanes,
      workload: { kind: 'open', perS: PER_S, seconds: SECONDS, warmUp: 0 },
      connections: 2 * PAIRS,
      textLength: 100,
      reads: false,
      pids,
    });
    const shown = latencyOf(await page.evaluate<number[]>('window.shownAfterMs'));
    say(`shown in Chromium at ${PER_S}/s: ${shown.count} of ${(PER_S * SECONDS) / PAIRS}, p50 ${shown.p50} ms, p99 ${shown.p99} ms`);
    return { workload: 'shown in Chromium at 300/s', target: 'magpie', runs: [{ ...result, shown }] };
  } finally {
    await browser.close();
    await front.stop();
    await target.stop();
  }
}
