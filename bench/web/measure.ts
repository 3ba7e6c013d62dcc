import type { Browser, CDPSession, Page } from 'playwright-core';
import { launchChromium, openTalk, type Visitor, visitor } from '../../tests/e2e/visitor.ts';
import { type FrontServer, serveFront } from '../../tests/support/front-server.ts';
import { addTalk } from '../../tests/support/long-talk.ts';
import { addDirects, addGroup, addPeople, type Person } from '../../tests/support/people.ts';
import { Server } from '../../tests/support/server.ts';

/** One thing that a person feels, measured several times. */
export interface WebTime {
  readonly what: string;
  /** What it may take, ms. */
  readonly limitMs: number;
  /** ms, in the order in which they were measured. */
  readonly runsMs: readonly number[];
}

/** The product with its web app, and a Chromium beside it. */
export interface Stage {
  readonly server: Server;
  readonly front: FrontServer;
  readonly browser: Browser;
  /** How often each thing is measured. */
  readonly runs: number;
  stop(): Promise<void>;
}

/** Lets nobody's allowance stand in the way. */
const NO_LIMITS = { SEND_RATE_PER_S: '1000000', SEND_BURST: '1000000' };

export async function startStage(runs: number): Promise<Stage> {
  const server = await Server.start({ vars: NO_LIMITS });
  const front = await serveFront(server.port);
  const browser = await launchChromium();
  return {
    server,
    front,
    browser,
    runs,
    async stop() {
      await browser.close();
      await front.stop();
      await server.stop();
    },
  };
}

let made = 0;

/** Two people with a direct conversation of so many messages. */
export async function addPair({ server }: Stage, messages: number): Promise<{ reader: Person; writer: Person; conversationId: string }> {
  const [reader, writer] = (await addPeople(server, 2, `p${++made}-`)) as [Person, Person];
  const [conversationId = ''] = await addDirects(server, [[reader.id, writer.id]]);
  await addTalk(server, conversationId, [reader.id, writer.id], messages);
  return { reader, writer, conversationId };
}

/** Groups of two people, `g0`, `g1` and so on by their titles; their ids. */
export async function addGroups({ server }: Stage, members: readonly Person[], count: number, messages: number): Promise<string[]> {
  const memberIds = members.map(({ id }) => id);
  const ids = Array.from({ length: count }, (_, i) => `0g${made}x${i}`);
  for (const [i, id] of ids.entries()) {
    await addGroup(server, id, memberIds);
    await addTalk(server, id, memberIds, messages);
    await server.sql({ sql: 'UPDATE conversations SET title = ?2 WHERE id = ?1', params: [id, `Group ${i}.`] });
  }
  return ids;
}

/** A person's desktop, with a conversation open. */
export async function visit({ browser, front }: Stage, as: Person, conversationId: string, url = front.url): Promise<Visitor> {
  const visiting = await visitor(browser, url, { as, viewport: { width: 1280, height: 800 } });
  await openTalk(visiting, conversationId);
  return visiting;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function times(count: number, measure: (turn: number) => Promise<number>): Promise<number[]> {
  const runs: number[] = [];
  for (let turn = 0; turn < count; turn++) runs.push(await measure(turn));
  return runs;
}

export const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * q)] ?? Number.NaN;

/** The page's processor becomes so many times slower. */
export const throttle = (devtools: CDPSession, rate: number) => devtools.send('Emulation.setCPUThrottlingRate', { rate });

export async function devtoolsOf({ context }: Visitor, page: Page): Promise<CDPSession> {
  const devtools = await context.newCDPSession(page);
  // A window is as large as the viewport, but its own bars take some of that: what lies below is never drawn, and the browser counts
  // a key in the composer until the next frame that changes something further up.
  const { windowId } = await devtools.send('Browser.getWindowForTarget');
  await devtools.send('Browser.setWindowBounds', { windowId, bounds: { width: 1400, height: 1000 } });
  return devtools;
}
