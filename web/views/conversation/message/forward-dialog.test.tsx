import { cleanup } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { user } from '../../../testing/fake-model';
import { mountApp } from '../../../testing/mount';
import { sampleModel } from '../../../testing/sample';
import { dialog } from '../../state/shell-state';

afterEach(() => cleanup());

async function open() {
  const fake = sampleModel(Date.now());
  const sophie = user('sophie', 'Søphie Straße');
  fake.users.set(sophie.id, sophie);
  fake.contacts.value = { ...fake.contacts.value, contacts: [...fake.contacts.value.contacts, { user: sophie, since: 0 }] };
  // The most recent conversation is the last of the list; the group has the most unread messages.
  fake.items.value = fake.items.value.map((item, i) => ({ ...item, activeAt: i }));
  await mountApp(fake, { route: { page: 'conversation', id: 'c1' } });
  const said = fake.rows.value.find(({ seq }) => seq === 5);
  if (said === undefined) throw new Error('The sample has no such message.');
  dialog.value = { kind: 'forward', messages: [said] };
  await expect.element(page.getByRole('dialog')).toBeVisible();
  return fake;
}

const names = () => [...document.querySelectorAll('dialog .picker-list .row-name')].map(({ textContent }) => textContent);
const tick = (name: string | RegExp) => page.getByRole('dialog').getByRole('checkbox', { name }).click();
const sendButton = () => page.getByRole('dialog').getByRole('button', { name: /^发送/ });
const forwards = (calls: readonly string[]) => calls.filter((call) => call.startsWith('forward(') || call.startsWith('takeBack('));

it('sends nothing on a single key, and lists recent conversations first', async () => {
  const fake = await open();
  expect(names().slice(0, 3)).toEqual(['Oliver Wendell Holmes-Featherstonehaugh III', '王小明', 'محمد علي']);
  expect(document.querySelector('.forward-preview')?.textContent).toContain('Thanks for having me');
  await userEvent.keyboard('{Enter}');
  await expect.element(sendButton()).toBeDisabled();
  await userEvent.keyboard('ada{Enter}{Enter}');
  await expect.element(sendButton()).toHaveTextContent('发送 (1)');
  expect(forwards(fake.calls)).toEqual([]);
});

it('sends to several with a note, stays on the page, and undoes all of it', async () => {
  const fake = await open();
  await tick(/张三/);
  await tick(/Ada/);
  await page.getByRole('textbox', { name: '留言' }).fill(' 看看这个 ');
  await sendButton().click();
  await expect.poll(() => document.querySelector('dialog')).toBeNull();
  expect(forwards(fake.calls)).toEqual(['forward(1, ["c2","c5"], "看看这个")']);
  expect(document.querySelector('h1')?.textContent).toBe('周末爬山');
  await expect.element(page.getByText('已转发给 2 个会话')).toBeVisible();
  await page.getByRole('button', { name: '撤销' }).click();
  expect(forwards(fake.calls)).toContain('takeBack()');
});

it('finds a contact without a conversation, and creates one', async () => {
  const fake = await open();
  await userEvent.keyboard('strasse soph');
  await expect.poll(names).toEqual(['Søphie Straße']);
  await userEvent.keyboard('{Enter}');
  await sendButton().click();
  await expect.element(page.getByText('已转发给 Søphie Straße')).toBeVisible();
  expect(fake.calls).toContain('openDirect("sophie")');
});
