import { cleanup } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { fakeModel, user } from '../../testing/fake-model';
import { mountApp } from '../../testing/mount';
import { dialog } from '../state/shell-state';

const NAMES = ['周洁', 'Zoe', '张三', '阿明', 'Bob', '林晚晴', '李四', '陈一', 'Émile', '王五', '黄河', '高山', '7 Days'];

function withContacts(names: readonly string[]) {
  const fake = fakeModel();
  const people = names.map((name, i) => user(`u${i}`, name));
  for (const person of people) fake.users.set(person.id, person);
  fake.contacts.value = { contacts: people.map((person) => ({ user: person, since: 0 })), requests: [], blocked: [] };
  return fake;
}

const texts = (selector: string) => [...document.querySelectorAll(selector)].map((element) => element.textContent);

afterEach(() => {
  dialog.value = null;
  cleanup();
});

it('sorts contacts from A to Z by reading, under letters', async () => {
  await mountApp(withContacts(NAMES), { route: { page: 'people' } });
  await expect.poll(() => texts('.list-letter')).toEqual(['A', 'B', 'C', 'E', 'G', 'H', 'L', 'W', 'Z', '#']);
  expect(texts('[aria-label=我的联系人] [aria-label=L] .row-name')).toEqual(['李四', '林晚晴']);
});

it('shows no letters in a short list', async () => {
  await mountApp(withContacts(['周洁', '阿明', 'Bob']), { route: { page: 'people' } });
  await expect.poll(() => texts('[aria-label=我的联系人] .row-name')).toEqual(['阿明', 'Bob', '周洁']);
  expect(texts('.list-letter')).toEqual([]);
});

it('keeps the best search result on top', async () => {
  await mountApp(withContacts(['Alba Bobber', 'Bob', 'Adam']), { route: { page: 'people' } });
  await page.getByRole('searchbox').fill('bob');
  await expect.poll(() => texts('[aria-label=我的联系人] .row-name')).toEqual(['Bob', 'Alba Bobber']);
});

it('offers members for a group in the same order', async () => {
  await mountApp(withContacts(['周洁', '阿明', 'Bob']));
  dialog.value = { kind: 'newGroup' };
  await expect.poll(() => texts('.picker-list .row-name').slice(0, 3)).toEqual(['阿明', 'Bob', '周洁']);
});
