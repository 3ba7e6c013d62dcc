import { cleanup } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { navigate } from '../../../components/navigation/router';
import { toasts } from '../../../components/overlays/toast';
import { mountApp } from '../../../testing/mount';
import { sampleModel } from '../../../testing/sample';

const ORIGINAL = '@Ada Lovelace 你从哪边过来？要不要顺路接你';
const field = () => page.getByRole('textbox', { name: '输入消息' });
const element = () => field().element() as HTMLTextAreaElement;

async function open(fake = sampleModel(Date.now())) {
  await mountApp(fake, { route: { page: 'conversation', id: 'c1' } });
  await field().click();
  return fake;
}

/** Starts editing the last own message, and types a new text. */
async function rewriteLast(text: string) {
  await userEvent.keyboard('{ArrowUp}');
  await expect.poll(() => element().value).toBe(ORIGINAL);
  await userEvent.keyboard(`{Control>}a{/Control}${text}`);
  await expect.poll(() => element().value).toBe(text);
}

afterEach(() => {
  cleanup();
  toasts.value = [];
});

describe('an unsent edit', () => {
  it('survives Escape, and returns with the next edit', async () => {
    const fake = await open();
    await rewriteLast('rewritten');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => element().value).toBe('');
    await expect.element(page.getByText('修改已保留，再次编辑这条消息可继续')).toBeVisible();
    await userEvent.keyboard('{ArrowUp}');
    await expect.poll(() => element().value).toBe('rewritten');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => fake.calls.filter((call) => call.startsWith('edit('))).toEqual(['edit(14, {"text":"rewritten"})']);
    await userEvent.keyboard('{ArrowUp}');
    await expect.poll(() => element().value).toBe(ORIGINAL);
  });

  it('is gone after the user discards it', async () => {
    await open();
    await rewriteLast('rewritten');
    await userEvent.keyboard('{Escape}');
    await page.getByRole('button', { name: '丢弃' }).click();
    await field().click();
    await userEvent.keyboard('{ArrowUp}');
    await expect.poll(() => element().value).toBe(ORIGINAL);
  });

  it('survives a visit to another conversation, beside the draft', async () => {
    const fake = await open();
    await userEvent.keyboard('a draft');
    await expect.poll(() => fake.model.drafts.get('c1')?.text).toBe('a draft');
    fake.model.drafts.startRewriting('c1', 14);
    await expect.poll(() => element().value).toBe(ORIGINAL);
    await userEvent.keyboard('{Control>}a{/Control}rewritten');
    await expect.poll(() => element().value).toBe('rewritten');
    navigate({ page: 'conversation', id: 'c2' });
    await expect.poll(() => element().value).toBe('');
    navigate({ page: 'conversation', id: 'c1' });
    await expect.poll(() => element().value).toBe('rewritten');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => element().value).toBe('a draft');
  });

  it('shows no notice if the text is unchanged', async () => {
    await open();
    await userEvent.keyboard('{ArrowUp}');
    await expect.poll(() => element().value).toBe(ORIGINAL);
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => element().value).toBe('');
    expect(document.body.textContent).not.toContain('修改已保留');
  });
});

it('marks a draft that is only on this device', async () => {
  const fake = await open();
  fake.model.drafts.set('c1', { text: 'long', onlyHere: true });
  await expect.element(page.getByText('草稿只保存在本设备')).toBeVisible();
  fake.model.drafts.set('c1', { text: 'short' });
  await expect.poll(() => document.body.textContent?.includes('草稿只保存在本设备')).toBe(false);
});
