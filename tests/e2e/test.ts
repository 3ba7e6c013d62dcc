import type { Browser } from 'playwright-core';
import { test as base, expect, inject } from 'vitest';
import { type Account, makeDirect, makeGroup, signUp } from './accounts.ts';
import { launchChromium, type VisitOptions, type Visitor, visitor } from './visitor.ts';

/** What a test needs of the run's Magpie: people of its own, their conversations, and browsers that visit. */
export interface Scene {
  readonly url: string;
  signUp(name: string): Promise<Account>;
  direct(a: Account, b: Account): Promise<string>;
  group(owner: Account, others: readonly Account[], title: string): Promise<string>;
  /** A browser profile of its own. At the end of the test it is closed, and nothing may have gone wrong in it. */
  visit(options?: VisitOptions & { readonly url?: string }): Promise<Visitor>;
}

/** A test in a real Chromium against the run's Magpie. */
export const test = base
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern which fixtures are needed.
  .extend('browser', { scope: 'file' }, async ({}, { onCleanup }): Promise<Browser> => {
    const browser = await launchChromium();
    onCleanup(() => browser.close());
    return browser;
  })
  .extend('scene', async ({ browser }, { onCleanup }): Promise<Scene> => {
    const url = inject('magpieUrl');
    const visitors: Visitor[] = [];
    onCleanup(async () => {
      await Promise.all(visitors.map(({ context }) => context.close()));
      expect(visitors.flatMap(({ troubles }) => troubles)).toEqual([]);
    });
    return {
      url,
      signUp: (name) => signUp(url, name),
      direct: (a, b) => makeDirect(url, a, b),
      group: (owner, others, title) => makeGroup(url, owner, others, title),
      async visit({ url: at = url, ...options } = {}) {
        const visiting = await visitor(browser, at, options);
        visitors.push(visiting);
        return visiting;
      },
    };
  });
