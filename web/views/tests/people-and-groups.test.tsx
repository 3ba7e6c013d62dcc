import { cleanup } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { type FakeModel, inboxItem, message, summary } from '../../testing/fake-model';
import { mountApp } from '../../testing/mount';
import { sampleModel } from '../../testing/sample';
import { detailsOpen, dialog } from '../state/shell-state';

const AT = new Date(2026, 10, 21, 15, 20).getTime();

afterEach(cleanup);

async function open(id = 'c1', change: (fake: FakeModel) => void = () => undefined): Promise<FakeModel> {
  const fake = sampleModel(AT);
  change(fake);
  await mountApp(fake, { route: { page: 'conversation', id }, at: AT });
  await expect.element(page.getByRole('main').getByRole('textbox')).toBeVisible();
  return fake;
}

const asRole = (role: 'owner' | 'member') => (fake: FakeModel) => {
  fake.items.value = fake.items.value.map((item) => (item.id === 'c1' ? { ...item, summary: { ...item.summary, role } } : item));
};

it('creates an invite link with an expiry and a limit of uses, and revokes a link', async () => {
  const fake = await open();
  dialog.value = { kind: 'invites', conversationId: 'c1' };
  await page.getByText('1 小时', { exact: true }).click();
  await page.getByText('10 次', { exact: true }).click();
  await page.getByRole('button', { name: '创建链接' }).click();
  await expect
    .poll(() => fake.calls.find((call) => call.startsWith('invite(')))
    .toMatch(/^invite\("c1", \{"expiresAt":\d+,"usesMax":10\}\)$/);
  await page.getByRole('button', { name: '撤销链接' }).first().click();
  expect(fake.calls.some((call) => call.startsWith('revokeInvite('))).toBe(false);
  await page.getByRole('dialog', { name: '撤销这个链接？' }).getByRole('button', { name: '撤销链接' }).click();
  await expect.element(page.getByRole('dialog', { name: '邀请链接' })).toBeVisible();
  await expect.poll(() => fake.calls).toContain('revokeInvite("c1", "c3kzQm1VbU2r8eQ5nW0aXg")');
});

it('closes a dialog on a backdrop click, not on a selection that ends there', async () => {
  await open();
  dialog.value = { kind: 'announcement', conversationId: 'c1' };
  const field = page.getByRole('dialog').getByRole('textbox');
  await expect.element(field).toBeVisible();
  const box = field.element().closest('dialog');
  const press = (target: Element | null) => target?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
  press(field.element());
  box?.click();
  expect(dialog.value?.kind).toBe('announcement');
  press(box);
  box?.click();
  expect(dialog.value).toBeNull();
});

it('approves join requests from the bar above the conversation', async () => {
  const fake = await open();
  await expect.element(page.getByText('2 人申请加入').first()).toBeVisible();
  await page.getByRole('button', { name: '查看' }).click();
  await page.getByRole('button', { name: '同意' }).first().click();
  await expect.poll(() => fake.calls).toContain('acceptRequest("c1", "new")');
  await page.getByRole('button', { name: '拒绝' }).last().click();
  await expect.poll(() => fake.calls).toContain('declineRequest("c1", "newer")');
});

it('shows an announcement until it is hidden, and shows a new one again', async () => {
  const fake = await open();
  await page.getByRole('button', { name: '收起公告' }).click();
  await expect.element(page.getByRole('button', { name: '收起公告' })).not.toBeInTheDocument();
  fake.items.value = fake.items.value.map((item) =>
    item.id === 'c1' ? { ...item, summary: { ...item.summary, announcement: '改到周日' } } : item,
  );
  await expect.element(page.getByText('改到周日')).toBeVisible();
});

it('shows members neither group settings nor join requests', async () => {
  await open('c1', asRole('member'));
  detailsOpen.value = true;
  await expect.element(page.getByRole('region', { name: '成员' })).toBeVisible();
  expect(document.body.textContent).not.toContain('群管理');
  expect(document.body.textContent).not.toContain('申请加入');
});

it('lets the owner transfer and dissolve a group', async () => {
  const fake = await open('c1', asRole('owner'));
  detailsOpen.value = true;
  await page.getByRole('region', { name: '成员' }).getByRole('button', { name: '李四' }).click();
  await page.getByRole('menuitem', { name: '转让群主' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '转让群主' }).click();
  await expect.poll(() => fake.calls).toContain('setRole("c1", "li", "owner")');
  await page.getByRole('button', { name: '解散群组' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '解散群组' }).click();
  await expect.poll(() => fake.calls).toContain('dissolve("c1")');
});

it('deletes a message for the user, and undoes it', async () => {
  const fake = await open();
  const row = document.querySelector<HTMLElement>('article[data-seq="6"]');
  row?.focus();
  await userEvent.keyboard('{Enter}');
  await page.getByRole('menuitem', { name: '仅从我这里删除' }).click();
  await expect.poll(() => fake.calls).toContain('deleteMessages("c1", [6])');
  await page.getByRole('button', { name: '撤销' }).click();
  await expect.poll(() => fake.calls).toContain('restoreMessages("c1", [6])');
});

it('joins by link, or requests to join with a note', async () => {
  const fake = sampleModel(AT);
  await mountApp(fake, { route: { page: 'join', code: 'abc' }, at: AT });
  await page.getByLabelText('给管理员的附言（可不填）').fill('我是小周');
  await page.getByRole('button', { name: '申请加入' }).click();
  await expect.poll(() => fake.calls).toContain('join("abc", "我是小周")');
});

it('replaces the composer of a blocked person with a notice, and unblocks', async () => {
  const fake = sampleModel(AT);
  fake.contacts.value = { contacts: [], requests: [], blocked: [{ id: 'zhang', name: '张三' }] };
  await mountApp(fake, { route: { page: 'conversation', id: 'c2' }, at: AT });
  await page.getByRole('button', { name: '取消屏蔽' }).click();
  await expect.poll(() => fake.calls).toContain('unblock("zhang")');
});

it('begins the text of an announcement in the details under its heading', async () => {
  await open();
  detailsOpen.value = true;
  await expect.poll(() => document.querySelector('.pane-details .announcement')).not.toBeNull();
  const text = document.querySelector('.pane-details .announcement');
  const start = (element: Element | null | undefined) => {
    const range = document.createRange();
    range.selectNodeContents(element ?? document.body);
    return Math.round(range.getBoundingClientRect().left);
  };
  expect(start(text)).toBe(start(text?.parentElement?.querySelector('h3')));
});

it('offers to open the group once an admin has approved the request', async () => {
  const fake = sampleModel(AT);
  fake.preview = { code: 'abc', title: '读书会', memberCount: 5, approval: true, requested: true };
  await mountApp(fake, { route: { page: 'join', code: 'abc' }, at: AT });
  await expect.poll(() => document.querySelector('.join-requested')).not.toBeNull();
  fake.preview = { ...fake.preview, memberCount: 6, conversationId: 'c9' };
  fake.items.value = [...fake.items.value, inboxItem(summary('c9', { kind: 'group', title: '读书会', memberCount: 6 }))];
  await page.getByRole('button', { name: '进入群组' }).click();
  await expect.poll(() => location.pathname).toBe('/c/c9');
});

it('sets the field for a note on the page of an invite off from the page', async () => {
  await mountApp(sampleModel(AT), { route: { page: 'join', code: 'abc' }, at: AT });
  await expect.element(page.getByRole('textbox', { name: /管理员/ })).toBeVisible();
  const probe = document.createElement('i');
  probe.style.background = 'var(--surface)';
  document.body.append(probe);
  const surface = getComputedStyle(probe).backgroundColor;
  probe.remove();
  // The colour changes by a transition that starts with the page.
  await expect.poll(() => getComputedStyle(document.querySelector('.join .field-box') ?? document.body).backgroundColor).toBe(surface);
});

it('asks before another device is signed out', async () => {
  const fake = sampleModel(Date.now());
  await mountApp(fake, { route: { page: 'settings' } });
  const ended = () => fake.calls.filter((call) => call.startsWith('endSession('));
  await page.getByRole('button', { name: '下线' }).first().click();
  const question = page.getByRole('dialog', { name: /下线？$/ });
  await question.getByRole('button', { name: '取消' }).click();
  await expect.poll(() => document.querySelector('dialog[open]')).toBeNull();
  expect(ended()).toEqual([]);
  await page.getByRole('button', { name: '下线' }).first().click();
  await question.getByRole('button', { name: '下线' }).click();
  await expect.poll(ended).toHaveLength(1);
});

it('asks before a message that was not sent is discarded', async () => {
  const fake = await open();
  fake.rows.value = [...fake.rows.value, message(99, 'me', { text: '没发出去', more: { status: 'failed', error: 'internal' } })];
  await expect.poll(() => document.querySelector('.resend')).not.toBeNull();
  document.querySelector<HTMLElement>('.resend')?.click();
  await page.getByRole('menuitem', { name: '丢弃' }).click();
  const discarded = () => fake.calls.filter((call) => call.startsWith('discard('));
  await expect.element(page.getByRole('dialog', { name: '丢弃这条消息？' })).toBeVisible();
  expect(discarded()).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: '丢弃' }).click();
  await expect.poll(discarded).toHaveLength(1);
});
