import { cleanup } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { fakeModel } from '../../testing/fake-model';
import { mountApp } from '../../testing/mount';
import { sampleModel } from '../../testing/sample';

const heading = () => document.querySelector('h1')?.textContent;
const active = () => document.activeElement as HTMLElement;

async function open() {
  const fake = sampleModel(Date.now());
  await mountApp(fake);
  await expect.poll(() => document.querySelectorAll('.row').length).toBe(8);
  return fake;
}

afterEach(() => cleanup());

describe('the keyboard alone', () => {
  it('signs in, and announces why it failed', async () => {
    const fake = fakeModel();
    fake.session.value = { state: 'signedOut', ended: false };
    fake.problem = 'wrong_credentials';
    await mountApp(fake);
    await expect.poll(() => document.querySelector('form')).not.toBeNull();
    await userEvent.keyboard('{Tab}{Tab}lin@example.com{Tab}secret-word{Enter}');
    await expect.poll(() => document.querySelector('[role=alert]')?.textContent).toBe('邮箱或密码不正确。');
    expect(fake.calls).toEqual(['signIn("lin@example.com", "secret-word")']);
  });

  it('moves through the inbox by arrows and opens a conversation by Enter', async () => {
    await open();
    document.querySelector<HTMLElement>('.row[tabindex="0"]')?.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    await expect.poll(heading).toBe('李四');
    await expect.poll(() => active().className).toBe('composer-input');
  });

  it('searches the inbox, also by pinyin initials, and opens the first result', async () => {
    await open();
    await page.getByRole('searchbox').first().click();
    await userEvent.keyboard('cptl');
    await expect.poll(() => document.querySelectorAll('.pane-list .row').length).toBe(1);
    await userEvent.keyboard('{Enter}');
    await expect.poll(heading).toBe('产品讨论');
  });

  it('finds by full pinyin too', async () => {
    await open();
    await page.getByRole('searchbox').first().click();
    await userEvent.keyboard('chanpin');
    await expect.poll(() => [...document.querySelectorAll('.pane-list .row-name')].map((name) => name.textContent)).toEqual(['产品讨论']);
  });

  it('moves to the next conversation and to the next unread one', async () => {
    await open();
    await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}');
    await expect.poll(heading).toBe('周末爬山');
    await userEvent.keyboard('{Alt>}{ArrowDown}{ArrowDown}{/Alt}');
    await expect.poll(heading).toBe('李四');
    await userEvent.keyboard('{Alt>}{Shift>}{ArrowDown}{/Shift}{/Alt}');
    await expect.poll(heading).toBe('产品讨论');
  });

  it('removes the unread mark by opening, however the user gets there', async () => {
    const fake = await open();
    fake.items.value = fake.items.value.map((item) => (item.id === 'c2' ? { ...item, unread: 0, markedUnread: true } : item));
    await userEvent.keyboard('{Control>}k{/Control}');
    await expect.element(page.getByRole('dialog')).toBeVisible();
    await userEvent.keyboard('zhang');
    await expect.poll(() => document.querySelectorAll('dialog [role=option]').length).toBe(1);
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => fake.calls).toContain('markUnread("c2", false)');
  });

  it('jumps with the switcher', async () => {
    await open();
    await userEvent.keyboard('{Control>}k{/Control}');
    await expect.element(page.getByRole('dialog')).toBeVisible();
    await userEvent.keyboard('ada');
    await expect.poll(() => document.querySelectorAll('dialog [role=option]').length).toBe(1);
    await userEvent.keyboard('{Enter}');
    await expect.poll(heading).toBe('Ada Lovelace');
    expect(document.querySelector('dialog')).toBeNull();
  });

  it('cycles through list, messages and composer by F6', async () => {
    await open();
    await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}');
    await expect.poll(() => active().className).toBe('composer-input');
    await expect.poll(() => document.querySelector('article[tabindex="0"]')).not.toBeNull();
    await userEvent.keyboard('{F6}');
    expect(active().closest('.pane-list')).not.toBeNull();
    await userEvent.keyboard('{F6}');
    expect(active().tagName).toBe('ARTICLE');
    await userEvent.keyboard('{F6}');
    await expect.poll(() => active().className).toBe('composer-input');
    await userEvent.keyboard('{Shift>}{F6}{/Shift}');
    expect(active().tagName).toBe('ARTICLE');
  });

  it('opens a row’s menu, mutes, and returns to the row', async () => {
    const fake = await open();
    const row = document.querySelector<HTMLElement>('.row[data-id=c2]');
    row?.focus();
    await userEvent.keyboard('{Shift>}{F10}{/Shift}');
    await expect.element(page.getByRole('menu')).toBeVisible();
    await userEvent.keyboard('{ArrowDown}{End}{ArrowUp}{ArrowUp}');
    expect(active().getAttribute('role')).toBe('menuitem');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => fake.calls).toContain(`mute("c2", ${Number.MAX_SAFE_INTEGER})`);
    expect(active()).toBe(row);
  });

  it('makes a group', async () => {
    const fake = await open();
    await page.getByRole('button', { name: '新会话' }).click();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await expect.element(page.getByRole('dialog')).toBeVisible();
    await expect.poll(() => document.querySelectorAll('dialog .check').length).toBeGreaterThan(3);
    await page.getByRole('textbox', { name: '群名称' }).click();
    await userEvent.keyboard('读书会{Tab}{Tab}');
    await userEvent.keyboard(' {Tab} ');
    await page.getByRole('button', { name: '创建群组' }).click();
    await expect.poll(() => fake.calls.filter((call) => call.startsWith('createGroup'))).toEqual(['createGroup("读书会", ["li","zhang"])']);
  });

  it('closes one layer at a time by Esc', async () => {
    const fake = await open();
    await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}');
    await expect.poll(heading).toBe('周末爬山');
    await page
      .getByRole('button', { name: /周末爬山/ })
      .first()
      .click();
    await expect.poll(() => document.querySelector('.pane-details')).not.toBeNull();
    document.querySelector<HTMLElement>('.composer-input')?.focus();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => document.querySelector('.pane-details')).toBeNull();
    // Two messages are still unread: the next Esc marks them as read, and only the one after it leaves.
    const composing = new KeyboardEvent('keydown', { key: 'Escape', isComposing: true, bubbles: true, cancelable: true });
    active().dispatchEvent(composing);
    expect(fake.calls).not.toContain('markAllRead("c1")');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => fake.calls).toContain('markAllRead("c1")');
    expect(heading()).toBe('周末爬山');
    fake.items.value = fake.items.value.map((item) => (item.id === 'c1' ? { ...item, unread: 0 } : item));
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => document.querySelector('.composer-input')).toBeNull();
  });

  it('shows the list of shortcuts', async () => {
    await open();
    await userEvent.keyboard('{Control>}/{/Control}');
    await expect.element(page.getByRole('dialog', { name: '键盘快捷键' })).toBeVisible();
    const keys = [...document.querySelectorAll('.keys kbd')].map((key) => key.textContent);
    expect(keys.filter((key) => key === 'Esc')).toHaveLength(1);
    expect(keys).toContain('Ctrl+Shift+X');
    expect(keys.join(' ')).not.toMatch(/[⇧⌘⌥]/);
    const [bold, italic] = [...document.querySelectorAll('.keys dd:has(kbd + kbd) kbd')].map((key) => key.getBoundingClientRect());
    expect((italic?.left ?? 0) - (bold?.right ?? 0)).toBeGreaterThanOrEqual(4);
  });

  it('skips the list of conversations with the first two tab stops', async () => {
    const fake = sampleModel(Date.now());
    await mountApp(fake, { route: { page: 'conversation', id: 'c1' }, locale: 'en' });
    await expect.poll(() => document.querySelector('.messages article[tabindex="0"]')).not.toBeNull();
    const links = [...document.querySelectorAll<HTMLElement>('.skip-link')];
    expect(links.map((link) => link.textContent)).toEqual(['Skip to messages', 'Skip to the composer']);
    const [toMessages, toComposer] = links;
    // Elements before the links are no tab stops.
    const stops = [...document.querySelectorAll<HTMLElement>('a, button, input, textarea, [tabindex="0"]')];
    expect(stops.slice(0, 2)).toEqual(links);
    expect(getComputedStyle(toMessages as HTMLElement).clipPath).toBe('inset(50%)');
    toMessages?.focus();
    expect(getComputedStyle(toMessages as HTMLElement).clipPath).toBe('none');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => active().matches('article[data-key]')).toBe(true);
    toComposer?.focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => active().className).toBe('composer-input');
    expect(location.pathname).toBe('/c/c1');
  });
});
