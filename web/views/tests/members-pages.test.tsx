import { cleanup } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { mountApp } from '../../testing/mount';
import { sampleModel } from '../../testing/sample';
import { detailsOpen } from '../state/shell-state';

afterEach(cleanup);

const rows = () => [...document.querySelectorAll('.pane-details .row-small')].map((row) => row.textContent);
const more = () => page.getByRole('button', { name: '显示更多成员' });

it('SYNC-5 shows all members of a large group by pages, and offers more as long as there are more', async () => {
  const fake = sampleModel(Date.now());
  for (let i = 0; i < 120; i++) fake.users.set(`u${i}`, { id: `u${i}`, name: `Zoe ${i}` });
  fake.items.value = fake.items.value.map((item) => {
    const { members: _, ...summary } = item.summary;
    return item.id === 'c1' ? { ...item, summary: { ...summary, memberCount: fake.users.size } } : item;
  });
  await mountApp(fake, { route: { page: 'conversation', id: 'c1' }, locale: 'zh-CN' });
  await expect.poll(() => document.querySelector('.main-head-peer')).not.toBeNull();
  detailsOpen.value = true;
  const total = fake.users.size;
  for (let shown = 50; shown < total; shown += 50) {
    await expect.poll(() => rows().length).toBe(shown);
    await more().click();
  }
  await expect.poll(() => rows().length).toBe(total);
  expect(new Set(rows()).size).toBe(total);
  await expect.element(more()).not.toBeInTheDocument();
});
