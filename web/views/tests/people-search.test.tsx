import { cleanup } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { User } from '../../../protocol/records';
import { user } from '../../testing/fake-model';
import { mountApp } from '../../testing/mount';
import { sampleModel } from '../../testing/sample';

const ADDRESS = 'andre@example.com';
const ANDRE = user('andre', 'André Müller');
const ANNE = user('anne', 'Anne-Marie Dupont');
const MOTHER = user('mother', '张桂芳');

/** Three contacts without a conversation; the server finds people by email address too. */
function people() {
  const fake = sampleModel(Date.now());
  for (const user of [ANDRE, ANNE, MOTHER]) fake.users.set(user.id, user);
  fake.contacts.value = {
    ...fake.contacts.value,
    contacts: [
      { user: ANDRE, since: 0 },
      { user: ANNE, since: 0 },
      { user: MOTHER, alias: '妈妈', since: 0 },
    ],
  };
  const search = async (text: string) => ({ ok: true, value: text === ADDRESS ? [ANDRE] : ([] as User[]) }) as const;
  const { model } = fake;
  const nameOf = (id: string) => (id === MOTHER.id ? '妈妈' : model.people.nameOf(id));
  return { ...fake, model: { ...model, people: { ...model.people, search, nameOf } } };
}

const PLACES = {
  'the inbox': async () => {
    await mountApp(people());
    await page.getByRole('searchbox').first().click();
    return '.pane-list .row-name';
  },
  'the switcher': async () => {
    await mountApp(people());
    await userEvent.keyboard('{Control>}k{/Control}');
    await expect.element(page.getByRole('dialog')).toBeVisible();
    return 'dialog .row-name';
  },
  'the people page': async () => {
    await mountApp(people(), { route: { page: 'people' } });
    await page.getByRole('searchbox').first().click();
    return '.pane-list .row-name';
  },
  'the picker of members': async () => {
    await mountApp(people());
    await page.getByRole('button', { name: '新会话' }).click();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await page.getByRole('dialog').getByRole('searchbox').click();
    return 'dialog .row-name';
  },
};

afterEach(() => cleanup());

describe.each(Object.entries(PLACES))('%s finds a contact without a conversation', (_, open) => {
  it.each([
    ['andre', 'André Müller'],
    ['ａｎｄｒé', 'André Müller'],
    ['muller', 'André Müller'],
    [ADDRESS, 'André Müller'],
    ['dupont anne', 'Anne-Marie Dupont'],
    ['mm', '妈妈'],
    ['zhangguifang', '妈妈'],
  ])('by %s', async (query, name) => {
    const rows = await open();
    await userEvent.keyboard(query);
    await expect.poll(() => [...document.querySelectorAll(rows)].map(({ textContent }) => textContent)).toEqual([name]);
  });
});

it('opens a conversation with a contact that the inbox search found', async () => {
  const fake = people();
  await mountApp(fake);
  await page.getByRole('searchbox').first().click();
  await userEvent.keyboard('dupont anne');
  await expect.element(page.getByRole('button', { name: /Anne-Marie Dupont/ })).toBeVisible();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => fake.calls).toContain('openDirect("anne")');
});
