import { existsSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { textsOf } from '../support/long-talk.ts';
import { type Account, makeDirect, PASSWORD, signUp } from './accounts.ts';
import { driveFirefox } from './bidi.ts';
import { sayAll, socketOf } from './socket.ts';
import { type Driven, drive, ENTER, WEBKIT } from './webdriver.ts';

/** Where Debian puts them; `npm test` installs what is missing when it may. */
const BROWSERS = [
  { name: 'Firefox', needs: ['/usr/bin/firefox-esr'], packages: 'firefox-esr', start: () => driveFirefox('/usr/bin/firefox-esr') },
  {
    name: 'WebKitGTK',
    needs: ['/usr/bin/WebKitWebDriver', '/usr/bin/xvfb-run'],
    packages: 'webkit2gtk-driver xvfb xauth',
    start: () => drive(WEBKIT),
  },
] as const;

const MESSAGES = 400;
const url = inject('magpieUrl');

/** Shared by what runs in the page. */
const HELP = `
  const until = async (look, what) => {
    for (let i = 0; i < 1200; i++) { const found = look(); if (found) return found; await new Promise((next) => setTimeout(next, 50)); }
    throw new Error('waited for ' + what);
  };
  const frames = async (count) => { for (let i = 0; i < count; i++) await new Promise((next) => requestAnimationFrame(() => setTimeout(next, 0))); };
  const list = () => document.querySelector('.vlist');
  const toEnd = () => Math.round(list().scrollHeight - list().scrollTop - list().clientHeight);
  const set = (field, text) => {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, text);
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  };
  const shown = () => {
    const edge = list().getBoundingClientRect().top + 40;
    const rows = [...list().querySelectorAll('[data-seq]')].map((row) => ({ seq: row.dataset.seq, at: row.getBoundingClientRect() }));
    return rows.filter(({ at }) => at.bottom > edge).sort((a, b) => a.at.top - b.at.top)[0];
  };
  const first = () => Math.min(...[...list().querySelectorAll('[data-seq]')].map((row) => Number(row.dataset.seq)));
`;

/** Somebody with a direct conversation of 400 messages, all read. */
async function talker(): Promise<{ account: Account; conversationId: string }> {
  const [account, peer] = [await signUp(url, 'Ann'), await signUp(url, 'Ben')];
  const conversationId = await makeDirect(url, account, peer);
  const [own, other] = [await socketOf(url, account), await socketOf(url, peer)];
  const texts = textsOf(MESSAGES);
  // Ann says the newest half: what a person writes counts as read.
  await sayAll(other, conversationId, texts.slice(0, MESSAGES / 2));
  await sayAll(own, conversationId, texts.slice(MESSAGES / 2));
  for (const socket of [own, other]) socket.leave();
  return { account, conversationId };
}

async function signIn(browser: Driven, account: Account): Promise<void> {
  await browser.goto(url);
  await browser.run(
    `${HELP}
    const email = await until(() => document.querySelector('input[name=email]'), 'the form');
    set(email, args[0]); set(document.querySelector('input[name=password]'), args[1]);
    await frames(5);
    document.querySelector('form button[type=submit]').click();
    await until(() => !document.querySelector('.auth') && document.querySelector('.pane-list'), 'the inbox');`,
    account.email,
    PASSWORD,
  );
}

/** The conversation, opened anew. */
async function openTalk(browser: Driven, conversationId: string): Promise<void> {
  await browser.goto(`${url}/c/${conversationId}`);
  await browser.run(`${HELP} await until(() => document.querySelector('[data-seq="400"]'), 'the newest message'); await frames(20);`);
}

for (const { name, needs, packages, start } of BROWSERS) {
  const missing = needs.filter((path) => !existsSync(path));
  if (missing.length > 0)
    console.warn(`!!! ${name} IS NOT TESTED: install it (Debian: apt-get install ${packages}). Missing: ${missing.join(', ')}`);
  describe.skipIf(missing.length > 0)(name, () => {
    let browser: Driven;
    let conversationId: string;
    beforeAll(async () => {
      const person = await talker();
      conversationId = person.conversationId;
      browser = await start();
      await signIn(browser, person.account);
    });
    beforeEach(() => openTalk(browser, conversationId));
    afterAll(() => browser?.close());

    test('opens again and again, also where the page before was left while it stored what it had got', async () => {
      for (let round = 0; round < 8; round++) {
        await browser.goto(url);
        await browser.run(`${HELP} await until(() => document.querySelector('.pane-list'), 'the inbox');`);
        await browser.goto(`${url}/c/${conversationId}`);
        await browser.run(`${HELP} await until(() => document.querySelector('[data-seq="400"]'), 'the newest message');`);
      }
    });

    test('opens at the end, sends by Enter and stays at the end', async () => {
      expect(await browser.run<number>(`${HELP} return toEnd();`)).toBeLessThanOrEqual(1);
      await browser.run(`${HELP} document.querySelector('textarea').focus();`);
      await browser.type(`hello from ${name}`);
      await browser.type(ENTER);
      const after = await browser.run<{ end: number; value: string }>(
        `${HELP} await until(() => [...document.querySelectorAll('.message')].some((row) => row.textContent.includes(args[0])), 'the bubble');
        await frames(20); return { end: toEnd(), value: document.querySelector('textarea').value };`,
        `hello from ${name}`,
      );
      expect(after).toEqual({ end: expect.any(Number), value: '' });
      expect(after.end).toBeLessThanOrEqual(1);
    });

    test('does not move when older messages come, in the middle and at the very top', async () => {
      const drift = await browser.run<{ middle: number; top: number; rows: number; firstSeq: number }>(`${HELP}
        const watch = async (count, before, place) => {
          let worst = 0;
          for (let i = 0; i < count; i++) {
            await frames(1);
            const row = list().querySelector('[data-seq="' + before.seq + '"]');
            worst = Math.max(worst, row === null ? Infinity : Math.abs(row.getBoundingClientRect().top - place));
          }
          return worst;
        };
        // To where the next page is asked for, and on from there while it comes.
        for (let i = 0; i < 12; i++) { list().scrollTop -= 250; await frames(1); }
        const one = shown(); const middle = await watch(40, one, one.at.top);
        for (let i = 0; i < 80 && list().scrollTop > 0; i++) { list().scrollTop = Math.max(0, list().scrollTop - 2000); await frames(1); }
        await frames(10);
        const two = shown(); const top = await watch(40, two, two.at.top);
        return { middle, top, rows: list().querySelectorAll('.vlist-row').length, firstSeq: first() };`);
      expect(drift.middle).toBeLessThanOrEqual(1);
      expect(drift.top).toBeLessThanOrEqual(1);
      expect(drift.rows).toBeLessThanOrEqual(40);
      expect(drift.firstSeq).toBeLessThan(340);
    });

    test('never sends by the Enter that ends a composition, in the order in which this browser tells it', async () => {
      // Firefox tells the key before the composition ends, marked as composing; Safari after it, marked by its key code alone.
      const sent = await browser.run<{ value: string; bubbles: number }>(
        `${HELP}
        const field = document.querySelector('textarea'); field.focus();
        const key = (more) => field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true, ...more }));
        field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
        set(field, '你好');
        if (args[0] === 'Firefox') key({ isComposing: true, keyCode: 229 });
        field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '你好' }));
        if (args[0] !== 'Firefox') key({ keyCode: 229 });
        await frames(10);
        return { value: field.value, bubbles: [...document.querySelectorAll('.message')].filter((row) => row.textContent.includes('你好')).length };`,
        name,
      );
      expect(sent).toEqual({ value: '你好', bubbles: 0 });
      await browser.type(ENTER);
      await browser.run(`${HELP} await until(() => document.querySelector('textarea').value === '', 'the sent text');`);
    });
  });
}
