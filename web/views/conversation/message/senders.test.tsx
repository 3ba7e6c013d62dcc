import { cleanup } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { message } from '../../../testing/fake-model';
import { mountApp } from '../../../testing/mount';
import { sampleModel } from '../../../testing/sample';
import { dialog } from '../../state/shell-state';

async function open() {
  const fake = sampleModel(Date.now());
  const at = Date.now() - 60_000;
  fake.rows.value = [message(1, 'zhang', { text: '👍', at }), message(2, 'li', { text: '👍', at }), message(3, 'li', { text: 'ok', at })];
  await mountApp(fake, { route: { page: 'conversation', id: 'c1' } });
  await expect.poll(() => document.querySelectorAll('article').length).toBe(3);
}

afterEach(() => {
  dialog.value = null;
  cleanup();
});

it('names the sender of a message of emoji only in a group', async () => {
  await open();
  expect([...document.querySelectorAll('.sender')].map((name) => name.textContent)).toEqual(['张三', '李四']);
});

it('opens the profile by the avatar beside a message', async () => {
  await open();
  await page.getByRole('button', { name: '查看张三的资料' }).click();
  expect(dialog.value).toEqual({ kind: 'profile', userId: 'zhang' });
});
