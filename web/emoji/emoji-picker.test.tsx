import { cleanup } from '@testing-library/preact';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { mountApp } from '../testing/mount';
import { sampleModel } from '../testing/sample';
import { emojiPicker } from './open-emoji';

const field = () => document.querySelector<HTMLTextAreaElement>('.composer-input') as HTMLTextAreaElement;
const cells = () => [...document.querySelectorAll<HTMLElement>('.emoji-cell')];
const search = () => page.getByRole('searchbox', { name: /搜索表情|Search emoji/ });

async function open(locale: 'zh-CN' | 'en' = 'zh-CN') {
  const fake = sampleModel(Date.now());
  await mountApp(fake, { route: { page: 'conversation', id: 'c1' }, locale });
  await page
    .getByRole('button', { name: locale === 'en' ? 'Emoji' : '表情', exact: true })
    .first()
    .click();
  await expect.poll(() => cells().length).toBeGreaterThan(100);
  return fake;
}

beforeEach(() => localStorage.removeItem('magpie.account.emoji-tone'));
afterEach(() => {
  cleanup();
  emojiPicker.value = null;
});

describe('the emoji picker', () => {
  it('shows all emoji that this system can draw, soon after opening', async () => {
    await open();
    await expect.poll(() => cells().length).toBeGreaterThan(1700);
    expect(document.querySelectorAll('.emoji-section').length).toBeGreaterThanOrEqual(9);
  });

  it('has no accessibility violations', async () => {
    await open();
    await expect.poll(() => document.querySelectorAll('.emoji-section').length).toBeGreaterThanOrEqual(9);
    const { violations } = await axe.run(document.querySelector('.emoji-panel') ?? document.body, { resultTypes: ['violations'] });
    expect(
      violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, help }) => `${id}: ${help}`),
    ).toEqual([]);
  });

  it('finds by a single Han character, and Enter inserts the best match', async () => {
    await open();
    await search().fill('笑');
    await expect.poll(() => cells().length).toBeLessThan(100);
    const best = cells()[0]?.textContent;
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => field().value).toBe(best);
    // The user can type on without moving the caret.
    expect(document.activeElement).toBe(document.querySelector('.emoji-panel input'));
    await userEvent.keyboard('{Escape}{Escape}');
    await expect.poll(() => document.querySelector('.emoji-panel')).toBeNull();
    expect(document.activeElement).toBe(field());
  });

  it('stays open for several emoji, and adds them to the recent ones', async () => {
    await open();
    await search().fill('笑');
    await expect.poll(() => cells().length).toBeLessThan(100);
    const picked = cells()
      .slice(0, 3)
      .map((cell) => cell.textContent ?? '');
    for (const cell of cells().slice(0, 3)) cell.click();
    await expect.poll(() => field().value).toBe(picked.join(''));
    await search().fill('');
    const recent = () => [...document.querySelectorAll('[data-group=recent] .emoji-cell')].map((cell) => cell.textContent);
    await expect.poll(() => recent().slice(0, 3)).toEqual(picked.toReversed());
    // A choice from the recent ones keeps their order, so that none moves under the finger.
    document.querySelectorAll<HTMLElement>('[data-group=recent] .emoji-cell')[2]?.click();
    await expect.poll(() => field().value).toBe([...picked, picked[0]].join(''));
    expect(recent().slice(0, 3)).toEqual(picked.toReversed());
  });

  it('inserts emoji at the caret', async () => {
    await open();
    field().focus();
    await userEvent.keyboard('ab{ArrowLeft}');
    await search().click();
    for (const cell of cells().slice(0, 2)) cell.click();
    await expect.poll(() => field().value).toMatch(/^a.+b$/);
  });

  it.each<[string, () => Promise<void>]>([
    ['the cross', () => page.getByRole('button', { name: '关闭', exact: true }).click()],
    [
      'a press beside it',
      async () => {
        document.querySelector('.menu-shade')?.dispatchEvent(new PointerEvent('pointerdown'));
      },
    ],
  ])('closes by %s and keeps the focus in the text field', async (_, close) => {
    await open();
    await close();
    await expect.poll(() => document.querySelector('.emoji-panel')).toBeNull();
    expect(document.activeElement).toBe(field());
  });

  it('keeps the composer within reach while open', async () => {
    const fake = await open();
    cells()[0]?.click();
    await expect.poll(() => field().value).not.toBe('');
    await page.getByRole('button', { name: '发送', exact: true }).click();
    await expect.poll(() => fake.calls.some((call) => call.startsWith('send('))).toBe(true);
    expect(document.querySelector('.emoji-panel')).not.toBeNull();
  });

  it('finds by English words in the Chinese UI, and by Chinese words in the English UI', async () => {
    await open();
    await search().fill('tada');
    await expect.poll(() => cells()[0]?.textContent).toBe('🎉');
    cleanup();
    emojiPicker.value = null;
    await open('en');
    await search().fill('猫');
    await expect.poll(() => cells().map((cell) => cell.textContent)).toContain('🐱');
  });

  it('applies the chosen skin tone to hands, and remembers it', async () => {
    await open('en');
    await page.getByRole('radio', { name: 'Medium skin tone', exact: true }).click();
    await search().fill('thumbs up');
    await expect.poll(() => cells()[0]?.textContent).toBe('👍🏽');
    cells()[0]?.click();
    await expect.poll(() => field().value).toBe('👍🏽');
    expect(localStorage.getItem('magpie.account.emoji-tone')).toBe('3');
  });
});

describe('completion after a colon', () => {
  it('matches names in both languages', async () => {
    await mountApp(sampleModel(Date.now()), { route: { page: 'conversation', id: 'c1' } });
    await page.getByRole('textbox', { name: '输入消息' }).click();
    await userEvent.keyboard(':smi');
    await new Promise((done) => setTimeout(done, 600));
    await userEvent.keyboard('l');
    await expect.element(page.getByRole('option', { name: /:smile:/ })).toBeVisible();
    await userEvent.keyboard('e{Enter}');
    await expect.poll(() => field().value).toBe('😄');
    await userEvent.keyboard(' :茶');
    await expect.element(page.getByRole('option', { name: /:tea:/ })).toBeVisible();
  });
});
