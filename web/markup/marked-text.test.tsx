import { cleanup } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { message } from '../testing/fake-model';
import { mountApp } from '../testing/mount';
import { sampleModel } from '../testing/sample';
import { detailsOpen, dialog } from '../views/state/shell-state';

afterEach(() => cleanup());

async function openWith(announcement: string, role: 'member' | 'owner') {
  const fake = sampleModel(Date.now());
  fake.items.value = fake.items.value.map((item) =>
    item.id === 'c1' ? { ...item, summary: { ...item.summary, role, announcement } } : item,
  );
  await mountApp(fake, { route: { page: 'conversation', id: 'c1' } });
}

const link = () => page.getByRole('link', { name: 'https://a.example/报名?id=1' });

it('shows addresses in an announcement as links that Tab reaches', async () => {
  await openWith('报名：https://a.example/报名?id=1\n||猜猜||', 'member');
  dialog.value = { kind: 'announcement', conversationId: 'c1' };
  await expect.element(link()).toHaveAttribute('href', 'https://a.example/%E6%8A%A5%E5%90%8D?id=1');
  await expect.element(link()).toHaveAttribute('rel', 'noopener noreferrer');
  await userEvent.keyboard('{Tab}');
  for (let i = 0; i < 3 && document.activeElement !== link().element(); i++) await userEvent.keyboard('{Tab}');
  expect(document.activeElement).toBe(link().element());
});

it('shows the links in the details too, also to those who may edit the announcement', async () => {
  await openWith('报名：https://a.example/报名?id=1', 'owner');
  detailsOpen.value = true;
  await expect.element(link()).toBeVisible();
});

it('hides spoilers in every version of an edited message, and in the system line about an announcement', async () => {
  const fake = sampleModel(Date.now());
  const edits = ['||SECRET||', '||SECRET|| now'].map((text, i) => ({ body: { kind: 'text' as const, text }, at: i + 1 }));
  fake.model.groups.edits = async () => ({ ok: true, value: edits });
  const told = { kind: 'system' as const, event: { event: 'announcement' as const, text: '||SECRET|| on Sunday' } };
  fake.rows.value = [...fake.rows.value, message(40, 'li', { body: told })];
  await mountApp(fake, { route: { page: 'conversation', id: 'c1' } });
  await expect.element(page.getByText(/▒▒▒ on Sunday/)).toBeVisible();
  await page.getByRole('button', { name: '已编辑' }).click();
  await expect.poll(() => document.querySelectorAll('.history-text').length).toBe(2);
  for (const wording of document.querySelectorAll('.history-text')) {
    const words = wording.querySelector('.spoiler-text');
    expect(words?.textContent).toBe('SECRET');
    expect(words && getComputedStyle(words).visibility).toBe('hidden');
  }
});
