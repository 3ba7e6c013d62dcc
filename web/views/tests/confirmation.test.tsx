import { cleanup } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { mountApp } from '../../testing/mount';
import { sampleModel } from '../../testing/sample';
import { detailsOpen } from '../state/shell-state';

afterEach(() => cleanup());

const changes = (calls: readonly string[]) => calls.filter((call) => /^(removeContact|removeMember)\(/.test(call));
const confirm = (name: string) => page.getByRole('dialog').getByRole('button', { name }).click();

async function openDetails(id: string) {
  const fake = sampleModel(Date.now());
  await mountApp(fake, { route: { page: 'conversation', id } });
  await expect.poll(() => document.querySelector('.main-head-peer')).not.toBeNull();
  detailsOpen.value = true;
  await expect.poll(() => document.querySelector('.pane-details .profile-card')).not.toBeNull();
  return fake;
}

it('asks before removing a contact, and keeps them on cancel', async () => {
  const fake = await openDetails('c2');
  const remove = page.getByRole('complementary').getByRole('button', { name: '删除联系人' });
  await remove.click();
  await expect.element(page.getByRole('dialog', { name: '删除联系人 张三？' })).toBeVisible();
  await confirm('取消');
  expect(changes(fake.calls)).toEqual([]);
  await remove.click();
  await confirm('删除联系人');
  await expect.poll(() => changes(fake.calls)).toEqual(['removeContact("zhang")']);
});

it('groups destructive actions at the end', async () => {
  await openDetails('c2');
  const rows = [...document.querySelectorAll('.pane-details .action-row')].map((row) => row.classList.contains('action-danger'));
  expect(rows.filter(Boolean).length).toBeGreaterThan(3);
  expect(rows.slice(rows.indexOf(true)).every(Boolean)).toBe(true);
});

it('asks before removing a member', async () => {
  const fake = await openDetails('c1');
  await page
    .getByRole('complementary')
    .getByRole('button', { name: /王小明/ })
    .click();
  await page.getByRole('menuitem', { name: '移出群组' }).click();
  expect(changes(fake.calls)).toEqual([]);
  await confirm('移出群组');
  await expect.poll(() => changes(fake.calls)).toEqual(['removeMember("c1", "wang")']);
});
