import { cleanup } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { mountApp } from '../../testing/mount';
import { sampleModel } from '../../testing/sample';

afterEach(() => {
  cleanup();
  document.querySelector('#pasted')?.remove();
});

it('copies the text of several messages without reactions, times and buttons', async () => {
  await page.viewport(1280, 1200);
  await mountApp(sampleModel(Date.now()), { route: { page: 'conversation', id: 'c1' } });
  const body = (seq: number) => document.querySelector(`article[data-key="k${seq}"] .body`);
  await expect.poll(() => body(5)).not.toBeNull();
  await expect.poll(() => body(7)).not.toBeNull();
  const [from, to] = [body(5), body(7)];
  if (from === null || to === null) throw new Error('The messages are not on screen.');
  getSelection()?.setBaseAndExtent(from, 0, to, to.childNodes.length);
  await userEvent.copy();

  const field = document.createElement('textarea');
  field.id = 'pasted';
  document.body.append(field);
  field.focus();
  await userEvent.paste();
  expect(field.value).toContain('north route looks great.');
  expect(field.value).toContain('大家别迟到');
  for (const unwanted of ['👍', '🍁', '张三', /\d\d:\d\d/]) expect(field.value).not.toMatch(unwanted);
});
