import { cleanup } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { type FakeModel, message } from '../../../testing/fake-model';
import { mountApp } from '../../../testing/mount';
import { sampleModel } from '../../../testing/sample';
import { dialog } from '../../state/shell-state';

const bar = () => document.querySelector('.pinned-message');
const pinned = (seq: number, pinnedAt: number) => message(seq, 'zhang', { text: `pin ${seq}`, more: { pinnedAt } });

async function open(fake: FakeModel): Promise<void> {
  await mountApp(fake, { route: { page: 'conversation', id: 'c1' }, locale: 'en' });
  await expect.poll(() => document.querySelectorAll('article').length).toBeGreaterThan(2);
}

function withPins(): FakeModel {
  const fake = sampleModel(Date.now());
  fake.rows.value = [message(20, 'li'), pinned(21, 300), message(22, 'li')];
  // Far outside the loaded window.
  fake.pins = { messages: [pinned(1, 100), pinned(2, 200)], hasMore: false };
  return fake;
}

beforeEach(() => localStorage.clear());
afterEach(() => {
  dialog.value = null;
  cleanup();
});

it('cycles from the newest pin to older ones and back, wherever the messages are', async () => {
  const fake = withPins();
  await open(fake);
  await expect.poll(() => bar()?.textContent).toBe('Pinned message 1/3pin 21');
  const steps: (string | undefined)[] = [];
  for (let i = 0; i < 3; i++) {
    document.querySelector<HTMLElement>('.pinned-message')?.click();
    await expect.poll(() => bar()?.textContent).not.toBe(steps.at(-1) ?? 'Pinned message 1/3pin 21');
    steps.push(bar()?.textContent);
  }
  expect(steps).toEqual(['Pinned message 2/3pin 2', 'Pinned message 3/3pin 1', 'Pinned message 1/3pin 21']);
});

it('lists all pinned messages and jumps to a chosen one', async () => {
  const fake = withPins();
  await open(fake);
  await page.getByRole('button', { name: 'Pinned messages', exact: true }).click();
  await expect.poll(() => [...document.querySelectorAll('.pins .row-preview')].map((line) => line.textContent)).toEqual(['pin 2', 'pin 1']);
  document.querySelector<HTMLElement>('.pins li:last-child button')?.click();
  await expect.poll(() => location.pathname).toBe('/c/c1/1');
  expect(dialog.value).toBeNull();
});

it('stays hidden for the user who hid it, until another message is pinned', async () => {
  await open(withPins());
  await page.getByRole('button', { name: 'Hide pinned messages' }).click();
  await expect.poll(bar).toBeNull();
  cleanup();
  const fake = withPins();
  await open(fake);
  await expect.poll(() => fake.calls.some((call) => call.startsWith('pins('))).toBe(true);
  expect(bar()).toBeNull();
  fake.rows.value = [...fake.rows.value, pinned(23, 400)];
  await expect.poll(() => bar()?.textContent).toBe('Pinned message 1/4pin 23');
});
