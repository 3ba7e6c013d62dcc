import { cleanup } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Route } from '../../components/navigation/router';
import { mountApp } from '../../testing/mount';
import { sampleModel } from '../../testing/sample';
import { detailsOpen, dialog, type OpenDialog } from '../state/shell-state';

afterEach(async () => {
  cleanup();
  await page.viewport(1280, 800);
});

const ARABIC = 'محمد علي';
/** Only visible elements can be measured. */
async function openDialog(opened: OpenDialog | undefined): Promise<void> {
  if (opened === undefined) return;
  dialog.value = opened;
  await expect.poll(() => document.querySelector('dialog')?.open).toBe(true);
}

/** The left and right edge of the first line of an element's text, in client pixels. */
function textBox(element: Element): DOMRect {
  const range = document.createRange();
  range.selectNodeContents(element);
  return range.getBoundingClientRect();
}

interface NameCase {
  readonly name: string;
  readonly route?: Route;
  readonly details?: boolean;
  readonly dialog?: OpenDialog;
  /** Elements with names, one below the other. */
  readonly names: string;
}

const conversation: Route = { page: 'conversation', id: 'c1' };
const NAMES: readonly NameCase[] = [
  { name: 'the inbox', names: '.pane-list .row-name' },
  { name: 'the switcher', dialog: { kind: 'switcher' }, names: 'dialog .row-name' },
  { name: 'the choice of people', dialog: { kind: 'newGroup' }, names: 'dialog .row-name' },
  { name: 'the people', route: { page: 'people' }, names: '.pane-list [aria-label=所有人] .row-name' },
  { name: 'the members', route: conversation, details: true, names: '.pane-details .row-name' },
  {
    name: 'those who reacted',
    dialog: { kind: 'reactors', reactions: [{ emoji: '👍', userIds: ['li', 'ali'] }] },
    names: 'dialog .reactors bdi',
  },
  { name: 'words about oneself', route: { page: 'people' }, names: '.pane-list [aria-label=所有人] .row-preview' },
];

describe('right-to-left names align with the others', () => {
  it.each(NAMES)('in $name', async ({ route, details, dialog: opened, names }) => {
    const fake = sampleModel(Date.now());
    for (const id of ['wang', 'ali'])
      fake.users.set(id, { id, name: id === 'ali' ? ARABIC : '王小明', about: id === 'ali' ? ARABIC : '你好' });
    fake.items.value = fake.items.value.map((item) => ({
      ...item,
      summary: {
        ...item.summary,
        ...(item.id === 'c1' && { members: ['me', 'zhang', 'ali'].map((userId) => ({ userId, role: 'member' as const })) }),
      },
    }));
    await mountApp(fake, { route: route ?? { page: 'inbox' } });
    if (details === true) {
      await expect.poll(() => document.querySelector('.main-head-peer')).not.toBeNull();
      detailsOpen.value = true;
    }
    await openDialog(opened);
    const found = () => [...document.querySelectorAll(names)];
    await expect.poll(() => found().some((element) => element.textContent === ARABIC)).toBe(true);
    const starts = new Set(found().map((element) => Math.round(textBox(element).left / 2)));
    expect(starts.size).toBe(1);
    expect(starts.has(0)).toBe(false);
  });
});

describe('the switcher', () => {
  it.each([800, 700, 560])('cuts off no row in a window of height %i', async (height) => {
    await page.viewport(1280, height);
    await mountApp(sampleModel(Date.now()));
    await openDialog({ kind: 'switcher' });
    await expect.poll(() => document.querySelectorAll('dialog [role=option]').length).toBe(8);
    const list = document.querySelector('dialog [role=listbox]')?.getBoundingClientRect();
    expect(list?.height).toBeGreaterThan(100);
    const cut = [...document.querySelectorAll('dialog [role=option]')].filter((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return list !== undefined && top < list.bottom - 1 && bottom > list.bottom + 1;
    });
    expect(cut).toHaveLength(0);
  });
});

describe('the shortcuts dialog', () => {
  it.each(['zh-CN', 'en'] as const)('keeps every label on one line in %s', async (locale) => {
    await mountApp(sampleModel(Date.now()), { locale });
    await openDialog({ kind: 'keys' });
    await expect.poll(() => document.querySelectorAll('.keys dt').length).toBeGreaterThan(10);
    for (const label of document.querySelectorAll('.keys dt')) expect(textBox(label).height).toBeLessThan(28);
    for (const keys of document.querySelectorAll('.keys dd')) expect(textBox(keys).height).toBeLessThan(36);
  });

  it('opens without a tooltip; moving the focus to the button shows it', async () => {
    await mountApp(sampleModel(Date.now()));
    await expect.poll(() => document.querySelector('.tooltip')).not.toBeNull();
    await userEvent.keyboard('{Control>}/{/Control}');
    await expect.poll(() => document.querySelector('dialog[open]')).not.toBeNull();
    await new Promise((done) => setTimeout(done, 900));
    expect(document.querySelector('.tooltip')?.matches(':popover-open')).toBe(false);
    const close = document.querySelector('dialog .icon-button');
    expect(document.activeElement).toBe(close);
    await userEvent.keyboard('{Tab}');
    expect(document.activeElement).not.toBe(close);
    await userEvent.keyboard('{Shift>}{Tab}{/Shift}');
    expect(document.activeElement).toBe(close);
    // As when a message arrives, and an element moves under a resting mouse.
    document.querySelector('.pane-list')?.dispatchEvent(new Event('scroll'));
    document.querySelector('dialog h2')?.dispatchEvent(new PointerEvent('pointerover', { pointerType: 'mouse', bubbles: true }));
    await expect.poll(() => document.querySelector('.tooltip')?.matches(':popover-open')).toBe(true);
  });
});
