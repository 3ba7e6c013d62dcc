import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** A copy of Magpie as `npm start` runs it, on a port and a database of its own. */
export interface Magpie {
  readonly url: string;
  /** The folder of its data. */
  readonly state: string;
  stop(): Promise<void>;
}

const READY_MS = 90_000;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Starts `scripts/start.mjs`, with another Worker where `entry` names one; rejects with its output when it is not ready in time. */
export async function startMagpie(vars: Readonly<Record<string, string>> = {}, entry?: string): Promise<Magpie> {
  const state = await mkdtemp(join(tmpdir(), 'magpie-e2e-'));
  const port = await freePort();
  const args = Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`]);
  // Before the vars: an option of `wrangler dev` that may be given many times takes what follows it.
  if (entry !== undefined) args.unshift(entry);
  const child = spawn(process.execPath, ['scripts/start.mjs', '--port', String(port), '--persist-to', state, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await ready(child);
  return {
    url: `http://localhost:${port}`,
    state,
    async stop() {
      if (child.exitCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGINT');
      await gone;
      await rm(state, { recursive: true, force: true });
    },
  };
}

function ready(child: ChildProcess): Promise<void> {
  let output = '';
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGINT');
      reject(new Error(`Magpie was not ready in ${READY_MS} ms:\n${output}`));
    }, READY_MS);
    const done = (error?: Error) => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve();
    };
    const take = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Magpie is ready')) done();
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('exit', (code) => done(new Error(`Magpie ended with ${code}:\n${output}`)));
  });
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/** One person's browser: a profile of its own, with what went wrong in its pages. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Uncaught errors, refusals of the content security policy, dialogs. */
  readonly troubles: string[];
}

export async function visitor(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: url, locale: 'en-US', ...options });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted Type/i.test(message.text())) troubles.push(`csp: ${message.text()}`);
  });
  return { context, page, troubles };
}

/** Signs in through the form, as one of the demo people unless told otherwise. */
export async function signIn({ page }: Visitor, email: string, password = 'magpie-demo'): Promise<void> {
  await page.goto('/');
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill(password);
  await page.locator('form button[type=submit]').click();
  await page.locator('.auth').waitFor({ state: 'detached' });
}

/** Opens the direct conversation with somebody by way of the people page. */
export async function talkTo({ page }: Visitor, name: string): Promise<void> {
  await page.goto('/people');
  await page.locator('.row', { hasText: name }).first().click();
  await page.locator('textarea').waitFor();
}

export async function say({ page }: Visitor, text: string): Promise<void> {
  await page.locator('textarea').fill(text);
  await page.locator('textarea').press('Enter');
}
