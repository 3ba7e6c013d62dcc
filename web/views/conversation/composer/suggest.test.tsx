import { cleanup } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { message, user } from '../../../testing/fake-model';
import { mountApp } from '../../../testing/mount';
import { sampleModel } from '../../../testing/sample';

async function open() {
  await mountApp(sampleModel(Date.now()), { route: { page: 'conversation', id: 'c1' } });
  await page.getByRole('textbox', { name: '输入消息' }).click();
}

const options = (name: string) => page.getByRole('listbox', { name }).getByRole('option');

afterEach(() => cleanup());

it('offers recent speakers first, then all others by name, and scrolls to the selected one', async () => {
  const fake = sampleModel(Date.now());
  const ids = ['u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7', 'u8', 'u9'];
  for (const id of ids) fake.users.set(id, user(id, `Person ${10 - Number(id.slice(1))}`));
  const members = ids.map((userId) => ({ userId, role: 'member' as const }));
  fake.items.value = fake.items.value.map((item) => (item.id === 'c1' ? { ...item, summary: { ...item.summary, members } } : item));
  fake.rows.value = [...fake.rows.value, message(98, 'u3', { text: 'x' }), message(99, 'u2', { text: 'y' })];
  await mountApp(fake, { route: { page: 'conversation', id: 'c1' } });
  await page.getByRole('textbox', { name: '输入消息' }).click();
  await userEvent.keyboard('@');
  const names = () => [...document.querySelectorAll('.suggest-item bdi:first-of-type')].map((name) => name.textContent);
  const inOrder = ['Person 8', 'Person 7', 'Person 1', 'Person 2', 'Person 3', 'Person 4', 'Person 5', 'Person 6', 'Person 9'];
  await expect.poll(() => names().slice(0, 9)).toEqual(inOrder);
  await userEvent.keyboard('{ArrowDown}'.repeat(8));
  const inView = () => {
    const list = document.querySelector('.suggest')?.getBoundingClientRect();
    const picked = document.querySelector('.suggest-item[aria-selected=true]');
    return picked?.textContent?.includes('Person 9') === true && picked.getBoundingClientRect().bottom <= (list?.bottom ?? 0);
  };
  await expect.poll(inView).toBe(true);
});

// Modules live as long as this file, so each of these tests is the first to load its source of suggestions.
describe('suggestions from lazily loaded code and data', () => {
  it('appear after the first slash, without another key', async () => {
    await open();
    await userEvent.keyboard('/');
    await expect.element(options('命令').first()).toBeVisible();
  });

  it('appear after the first letters after a colon, without another key', async () => {
    await open();
    await userEvent.keyboard(':sm');
    await expect.element(options('表情建议').first()).toBeVisible();
  });
});
