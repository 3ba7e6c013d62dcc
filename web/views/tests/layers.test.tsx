import { cleanup } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { pushLayer } from '../../components/navigation/layers';
import { goBack, navigate, route, startRouter } from '../../components/navigation/router';
import { emojiPicker } from '../../emoji/open-emoji';
import type { FakeModel } from '../../testing/fake-model';
import { mountApp } from '../../testing/mount';
import { sampleModel } from '../../testing/sample';
import { detailsOpen, dialog } from '../state/shell-state';

const find = <T extends HTMLElement = HTMLElement>(what: string) => document.querySelector<T>(what);
const shown = (what: string) => expect.poll(() => find(what)).not.toBeNull();
const gone = (what: string) => expect.poll(() => find(what)).toBeNull();
const row = (seq: number) => `article[data-key="k${seq}"]`;

const REACT = `${row(15)} [aria-label="添加表情回应"]`;

/** A layer enters the history after it is painted; from then on Back and Esc close it. */
const entered = (depth: number) => expect.poll(() => history.state).toMatchObject({ layer: depth });

/** Leaves the focus on nothing, as a touch does. */
const touched = () => (document.activeElement as HTMLElement | null)?.blur();

/** Opens a message's menu, and returns the item with a label. */
async function choose(seq: number, label: string): Promise<void> {
  await shown(row(seq));
  find(row(seq))?.focus();
  await userEvent.keyboard('{Enter}');
  await shown('[role=menu]');
  await page.getByRole('menuitem', { name: label, exact: true }).click();
  await gone('[role=menu]');
}

interface LayerCase {
  readonly name: string;
  readonly open: () => Promise<void>;
  /** Present while the layer is open. */
  readonly layer: string;
  /** On a desktop it stands beside the rest, and Back does not close it. */
  readonly beside?: true;
}

const LAYERS: readonly LayerCase[] = [
  {
    name: 'the emoji picker',
    open: async () => find('.composer-row button')?.click(),
    layer: '.emoji-panel',
  },
  {
    name: 'the picker for a reaction',
    open: async () => {
      find(row(15))?.focus();
      await shown(REACT);
      find(REACT)?.click();
    },
    layer: '.emoji-panel',
  },
  {
    name: 'a menu of the conversation',
    open: async () => find('.main-head [aria-haspopup=menu]')?.click(),
    layer: '[role=menu]',
  },
  { name: 'the choosing of messages', open: () => choose(15, '选择'), layer: '.select-bar', beside: true },
  { name: 'a reply', open: () => choose(15, '回复'), layer: '.composer-chip', beside: true },
  { name: 'an edit', open: () => choose(14, '编辑'), layer: '.composer-chip', beside: true },
  { name: 'the details', open: async () => find('.main-head-peer')?.click(), layer: '.pane-details', beside: true },
  {
    name: 'a dialog',
    open: async () => {
      dialog.value = { kind: 'keys' };
    },
    layer: 'dialog[open]',
  },
];

let stopRouter: () => void = () => undefined;
let fake: FakeModel;

async function openConversation(width: number, height: number): Promise<void> {
  await page.viewport(width, height);
  fake = sampleModel(Date.now());
  // With nothing unread and no layer, Esc leaves the conversation.
  fake.items.value = fake.items.value.map((item) => (item.id === 'c1' ? { ...item, unread: 0 } : item));
  await mountApp(fake);
  stopRouter = startRouter();
  navigate({ page: 'conversation', id: 'c1' });
  await shown('.composer-input');
  await shown(row(15));
}

beforeEach(() => localStorage.clear());
afterEach(async () => {
  stopRouter();
  cleanup();
  emojiPicker.value = null;
  await page.viewport(1280, 800);
});

describe('the top layer closes first, and alone', () => {
  describe.each<[string, number, number]>([
    ['desktop', 1280, 800],
    ['phone', 390, 844],
  ])('on a %s', (_, width, height) => {
    it.each(LAYERS)('$name by Esc, wherever the focus is', async ({ open, layer, beside }) => {
      await openConversation(width, height);
      await open();
      await shown(layer);
      await entered(beside && width > 1000 ? 0 : 1);
      touched();
      await userEvent.keyboard('{Escape}');
      await gone(layer);
      expect(location.pathname).toBe('/c/c1');
      touched();
      await userEvent.keyboard('{Escape}');
      await expect.poll(() => location.pathname).toBe('/');
    });
  });

  it.each(LAYERS)('$name by the Back of a phone', async ({ open, layer }) => {
    await openConversation(390, 844);
    await open();
    await shown(layer);
    await entered(1);
    history.back();
    await gone(layer);
    expect(location.pathname).toBe('/c/c1');
    await entered(0);
    history.back();
    await expect.poll(() => location.pathname).toBe('/');
  });

  it('the search of a dialog by one Esc, the dialog by the next', async () => {
    await openConversation(1280, 800);
    await userEvent.keyboard('{Control>}k{/Control}');
    await shown('dialog[open]');
    await userEvent.keyboard('ada');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => find<HTMLInputElement>('dialog input')?.value).toBe('');
    await userEvent.keyboard('{Escape}');
    await gone('dialog[open]');
    expect(location.pathname).toBe('/c/c1');
  });

  it('a dialog, the details, the reply: one after the other', async () => {
    await openConversation(390, 844);
    await choose(15, '回复');
    await shown('.composer-chip');
    detailsOpen.value = true;
    await shown('.pane-details');
    await entered(2);
    dialog.value = { kind: 'keys' };
    await shown('dialog[open]');
    touched();
    await userEvent.keyboard('{Escape}');
    await gone('dialog[open]');
    expect(detailsOpen.value).toBe(true);
    await userEvent.keyboard('{Escape}');
    await gone('.pane-details');
    await shown('.composer-chip');
    await userEvent.keyboard('{Escape}');
    await gone('.composer-chip');
    expect(location.pathname).toBe('/c/c1');
  });

  it('the details when the focus is in them', async () => {
    await openConversation(1280, 800);
    find('.main-head-peer')?.click();
    await shown('.pane-details .icon-button');
    find('.pane-details .icon-button')?.focus();
    await userEvent.keyboard('{Escape}');
    await gone('.pane-details');
    expect(location.pathname).toBe('/c/c1');
  });
});

/** Opens and closes a layer, and returns while the browser is on its way back over the layer's entry. */
async function startGoingBack(onClose: () => void): Promise<void> {
  const close = pushLayer(onClose);
  await entered(1);
  const go = vi.spyOn(history, 'go');
  close();
  // The browser has started to go back but has not arrived: that takes at least a task, and this a microtask.
  await new Promise<void>((started) => {
    go.mockImplementationOnce((by) => {
      go.mockRestore();
      history.go(by);
      started();
    });
  });
}

it('keeps a layer that opens while the browser still goes back from another one, with its own entry', async () => {
  await openConversation(390, 844);
  let closed = 0;
  await startGoingBack(() => closed++);
  const arrived = new Promise((done) => addEventListener('popstate', done, { once: true }));
  const next = pushLayer(() => closed++);
  await arrived;
  await entered(1);
  expect(closed).toBe(0);
  history.back();
  await expect.poll(() => closed).toBe(1);
  next();
});

it('goes back a single screen while the browser still goes back from a layer', async () => {
  await openConversation(390, 844);
  navigate({ page: 'settings' });
  await startGoingBack(() => undefined);
  goBack();
  // A step too many would lead to the inbox.
  await expect.poll(() => location.pathname).toBe('/c/c1');
});

it('opens another screen in an entry of its own while the browser still goes back from a layer', async () => {
  await openConversation(390, 844);
  await startGoingBack(() => undefined);
  navigate({ page: 'settings' });
  await expect.poll(() => location.pathname).toBe('/settings');
  expect(route.value).toEqual({ page: 'settings' });
  history.back();
  await expect.poll(() => location.pathname).toBe('/c/c1');
  expect(route.value).toMatchObject({ page: 'conversation', id: 'c1' });
});

describe('leaving a conversation on a phone', () => {
  it('closes its layers, and keeps the reply with the started text', async () => {
    await openConversation(390, 844);
    await choose(15, '回复');
    await shown('.composer-chip');
    await userEvent.fill(find('.composer-input') as HTMLElement, '好');
    await entered(1);
    find('.main-head .phone-only')?.click();
    await expect.poll(() => location.pathname).toBe('/');
    expect(history.state).toMatchObject({ layer: 0 });
    expect(fake.model.drafts.get('c1')).toEqual({ text: '好', replyTo: 15 });
    // A reply from the draft is no layer: a single Back leaves.
    navigate({ page: 'conversation', id: 'c1' });
    await shown('.composer-chip');
    history.back();
    await expect.poll(() => location.pathname).toBe('/');
    expect(fake.model.drafts.get('c1')?.replyTo).toBe(15);
  });

  it('drops a reply without a text, because the list would not show it', async () => {
    await openConversation(390, 844);
    await choose(15, '回复');
    await shown('.composer-chip');
    // Clearing the text keeps the reply while the conversation is open.
    await userEvent.fill(find('.composer-input') as HTMLElement, '好');
    await userEvent.fill(find('.composer-input') as HTMLElement, '');
    await expect.poll(() => fake.model.drafts.get('c1')).toBeNull();
    expect(find('.composer-chip')).not.toBeNull();
    find('.main-head .phone-only')?.click();
    await expect.poll(() => location.pathname).toBe('/');
    // The pane slides out first.
    await gone('.composer-input');
    navigate({ page: 'conversation', id: 'c1' });
    await shown('.composer-input');
    expect(find('.composer-chip')).toBeNull();
  });

  it('ignores a reply without a text in a draft from an older page', async () => {
    await openConversation(1280, 800);
    fake.model.drafts.set('c1', { text: '', replyTo: 15 });
    // By the second frame, the follow-up of a render is rendered too.
    for (let frame = 0; frame < 2; frame++) await new Promise((done) => requestAnimationFrame(done));
    expect(find('.composer-chip')).toBeNull();
  });
});
