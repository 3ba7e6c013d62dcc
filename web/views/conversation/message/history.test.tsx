import { cleanup } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { mountApp } from '../../../testing/mount';
import { sampleModel } from '../../../testing/sample';

afterEach(() => cleanup());

it('shows every version of an edited message, and labels the original', async () => {
  await mountApp(sampleModel(Date.now()), { route: { page: 'conversation', id: 'c1' } });
  await page.getByRole('button', { name: '已编辑' }).click();
  await expect.element(page.getByRole('dialog', { name: '编辑记录' })).toBeVisible();
  await expect.poll(() => document.querySelectorAll('.history li').length).toBe(2);
  const items = [...document.querySelectorAll('.history li')].map((item) => item.textContent);
  expect(items[0]).toMatch(/^现在.*after$/);
  expect(items[1]).toMatch(/^最初.*before$/);
});
