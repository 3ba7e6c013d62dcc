import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import type { Account } from './accounts.ts';

/** How long a state is waited for, ms: longer than a machine that is busy with other work takes. */
const PATIENCE_MS = 150_000;

const LAUNCH = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
};

export const launchChromium = (): Promise<Browser> => chromium.launch(LAUNCH);

/** One person's browser: a profile of its own, with what went wrong in its pages. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Uncaught errors, refusals of the content security policy, dialogs. */
  readonly troubles: string[];
}

export interface VisitOptions extends BrowserContextOptions {
  /** Who is signed in; nobody unless given. */
  readonly as?: Pick<Account, 'token'>;
}

export async function visitor(browser: Browser, url: string, { as, ...options }: VisitOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: url, locale: 'en-US', ...options });
  if (as) await context.addCookies([{ name: 'magpie', value: as.token, url, httpOnly: true, sameSite: 'Lax' }]);
  return watched(context);
}

/** A browser of its own over a profile directory, whose `Preferences` hold. The one who calls closes the context. */
export async function launchProfile(directory: string, url: string, locale: string): Promise<Visitor> {
  return watched(await chromium.launchPersistentContext(directory, { ...LAUNCH, baseURL: url, locale }));
}

async function watched(context: BrowserContext): Promise<Visitor> {
  context.setDefaultTimeout(PATIENCE_MS);
  const troubles: string[] = [];
  context.on('page', (page) => {
    page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      troubles.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (message) => {
      if (/Content Security Policy|Trusted Type/i.test(message.text())) troubles.push(`csp: ${message.text()}`);
    });
  });
  return { context, page: await context.newPage(), troubles };
}

/** Goes to a conversation; done when the composer is there. */
export async function openTalk({ page }: Visitor, conversationId: string): Promise<void> {
  await page.goto(`/c/${conversationId}`);
  await page.locator('textarea').waitFor();
}

export async function say({ page }: Visitor, text: string): Promise<void> {
  await page.locator('textarea').fill(text);
  await page.locator('textarea').press('Enter');
}

export const bubble = (page: Page, text: string): Locator => page.locator('.message', { hasText: text });
/** The line of a conversation in the inbox. */
export const inboxRow = (page: Page, title: string): Locator => page.locator('.row', { hasText: title });
