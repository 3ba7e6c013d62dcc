import { cleanup } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import { route } from '../../components/navigation/router';
import { closeMenu, shownMenu } from '../../components/overlays/open-menu';
import { mountApp } from '../../testing/mount';
import { sampleModel } from '../../testing/sample';

/** Chromium's DevTools protocol: real touches, with all events that the browser derives from them. */
const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x = 0, y = 0) => {
  const frame = window.frameElement?.getBoundingClientRect() ?? new DOMRect();
  const scale = frame.width / innerWidth;
  const touchPoints = type === 'touchEnd' ? [] : [{ x: frame.x + x * scale, y: frame.y + y * scale }];
  return (cdp() as unknown as { send: (method: string, params: object) => Promise<unknown> }).send('Input.dispatchTouchEvent', {
    type,
    touchPoints,
  });
};
const middleOf = (id: string) => {
  const box = document.querySelector(`.row[data-id=${id}]`)?.getBoundingClientRect() ?? new DOMRect();
  return [box.x + box.width / 2, box.y + box.height / 2] as const;
};

beforeEach(async () => {
  await page.viewport(390, 844);
  await mountApp(sampleModel(Date.now()));
  await expect.poll(() => document.querySelectorAll('.pane-list .row').length).toBe(8);
  // The list reacts to touches only after the code has loaded.
  await import('./press-menu');
});
afterEach(async () => {
  cleanup();
  closeMenu();
  await page.viewport(1280, 800);
});

describe('a conversation’s row', () => {
  it('opens its menu on a long press, without opening the conversation when the finger lifts', async () => {
    await touch('touchStart', ...middleOf('c3'));
    await expect.poll(() => shownMenu.value?.label).toBe('李四');
    await touch('touchEnd');
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)));
    expect(shownMenu.value?.label).toBe('李四');
    expect(route.value).toEqual({ page: 'inbox' });
    await page.getByRole('menuitem', { name: '置顶' }).click();
    expect(shownMenu.value).toBeNull();
  });

  it('opens the conversation on a tap', async () => {
    await touch('touchStart', ...middleOf('c3'));
    await touch('touchEnd');
    await expect.poll(() => route.value).toEqual({ page: 'conversation', id: 'c3' });
    expect(shownMenu.value).toBeNull();
  });

  it('opens no menu while a finger scrolls', async () => {
    const [x, y] = middleOf('c3');
    await touch('touchStart', x, y);
    await touch('touchMove', x, y - 30);
    await new Promise((done) => setTimeout(done, 600));
    await touch('touchEnd');
    expect([shownMenu.value, route.value.page]).toEqual([null, 'inbox']);
  });

  it('opens its menu on the menu key', async () => {
    document.querySelector<HTMLElement>('.row[data-id=c2]')?.focus();
    await userEvent.keyboard('{ContextMenu}');
    await expect.poll(() => shownMenu.value?.label).toBe('张三');
  });
});
