import { cleanup } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { closeMenu } from '../../components/overlays/open-menu';
import { t } from '../../i18n/i18n';
import { type FakeModel, fakeModel, inboxItem, message, SELF, summary, user } from '../../testing/fake-model';
import { mountApp } from '../../testing/mount';
import { waitingUpdate } from '../state/waiting-update';

const UNSUPPORTED = { kind: 'unsupported' } as const;

/** A group with a message, a pin and an event that only a newer version can show. */
function scene(): FakeModel {
  const fake = fakeModel();
  fake.users.set('li', user('li', 'Li'));
  const newest = message(5, 'li', { body: UNSUPPORTED });
  fake.items.value = [inboxItem(summary('c1', { kind: 'group', title: 'Birds', role: 'owner', lastSeq: 5 }), { last: newest })];
  fake.rows.value = [
    message(1, 'li', { text: 'before' }),
    message(2, 'li', { body: UNSUPPORTED, more: { pinnedAt: 9, reactions: [{ emoji: '👍', userIds: ['li'] }] } }),
    message(3, 'li', { body: { kind: 'system', event: { event: 'unsupported' } } }),
    message(4, SELF.id, { text: 'an answer', more: { replyTo: 2 } }),
    newest,
  ];
  return fake;
}

const article = (seq: number) => document.querySelector(`.message[data-seq="${seq}"]`);
const textOf = (selector: string) => document.querySelector(selector)?.textContent ?? '';

describe('a message of a newer kind', () => {
  beforeEach(async () => {
    await page.viewport(1280, 800);
    await mountApp(scene(), { route: { page: 'conversation', id: 'c1' }, locale: 'en' });
    await expect.poll(() => article(5)).not.toBeNull();
  });
  afterEach(() => {
    closeMenu();
    cleanup();
    waitingUpdate.value = null;
  });

  it('GROW-1 shows a placeholder in the conversation, the inbox, pins and quotes, and to screen readers', () => {
    const words = t('message.unsupported');
    expect(words).toBe('This message needs a newer version of Magpie');
    for (const selector of [
      '.message[data-seq="2"] .body',
      '.system[data-seq="3"]',
      '.message[data-seq="4"] .quote',
      '.pinned-bar',
      '.row-preview',
    ])
      expect([selector, textOf(selector)]).toEqual([selector, expect.stringContaining(words)]);
    expect(article(2)?.getAttribute('aria-label')).toContain(words);
    // The messages around it look as usual.
    expect([...document.querySelectorAll('[data-seq]')].map((row) => row.getAttribute('data-seq'))).toEqual(['1', '2', '3', '4', '5']);
    expect(textOf('.message[data-seq="1"] .body')).toBe('before');
    expect(article(2)?.querySelector('.reaction')).not.toBeNull();
  });

  it('GROW-1 offers the newer version when it is ready', async () => {
    expect(document.querySelector('.message .fold')).toBeNull();
    const load = vi.fn();
    waitingUpdate.value = load;
    await expect.poll(() => document.querySelectorAll('.message .fold').length).toBe(2);
    await page
      .elementLocator(article(5) as Element)
      .getByRole('button', { name: t('update.reload') })
      .click();
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('GROW-1 limits its menu to actions that need no text', async () => {
    const menuOf = async (seq: number) => {
      article(seq)?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: 500, clientY: 300 }));
      await expect.poll(() => document.querySelectorAll('[role=menuitem]').length).toBeGreaterThan(3);
      const items = [...document.querySelectorAll('[role=menuitem]')].map((item) => item.textContent);
      closeMenu();
      await expect.poll(() => document.querySelectorAll('[role=menuitem]').length).toBe(0);
      return items;
    };
    const [newer, text] = [await menuOf(5), await menuOf(1)];
    for (const item of [t('message.copy'), t('message.forward')]) {
      expect(text).toContain(item);
      expect(newer).not.toContain(item);
    }
    for (const item of [t('message.reply'), t('message.copyLink'), t('message.pin'), t('message.select'), t('message.delete')])
      expect(newer).toContain(item);
  });

  it('GROW-1 is announced when it arrives', async () => {
    cleanup();
    const fake = scene();
    await mountApp(fake, { route: { page: 'conversation', id: 'c1' }, locale: 'en' });
    await expect.poll(() => article(5)).not.toBeNull();
    fake.rows.value = [...fake.rows.value, message(6, 'li', { body: UNSUPPORTED })];
    await expect.poll(() => textOf('[aria-live=polite]')).toContain(t('message.unsupported'));
  });
});
