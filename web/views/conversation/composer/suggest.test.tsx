import { cleanup } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { mountApp } from '../../../testing/mount';
import { sampleModel } from '../../../testing/sample';

async function open() {
  await mountApp(sampleModel(Date.now()), { route: { page: 'conversation', id: 'c1' } });
  await page.getByRole('textbox', { name: '输入消息' }).click();
}

const options = (name: string) => page.getByRole('listbox', { name }).getByRole('option');

afterEach(() => cleanup());

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
