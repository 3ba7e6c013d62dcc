import { signal } from '@preact/signals';
import { cleanup } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { Route } from '../../components/navigation/router';
import type { Locale } from '../../i18n/i18n';
import type { AppModel } from '../../model/app';
import type { Result } from '../../model/result';
import type { FakeModel } from '../../testing/fake-model';
import { mountApp } from '../../testing/mount';
import { sampleModel } from '../../testing/sample';
import { detailsOpen, dialog, type OpenDialog } from '../state/shell-state';

afterEach(() => cleanup());

/** Fails until it is told to work, and counts its calls. */
class Flaky {
  asked = 0;
  works = false;

  answer<T>(real: () => Promise<Result<T>>): Promise<Result<T>> {
    this.asked += 1;
    return this.works ? real() : Promise.resolve({ ok: false, problem: 'offline' });
  }
}

interface ListCase {
  readonly name: string;
  readonly break: (model: AppModel, flaky: Flaky) => Partial<AppModel>;
  readonly route?: Route;
  readonly details?: boolean;
  readonly dialog?: OpenDialog;
  /** An element that appears once the request works. */
  readonly shows: string;
}

const conversation: Route = { page: 'conversation', id: 'c1' };
const LISTS: readonly ListCase[] = [
  {
    name: 'history of edits',
    break: (model, flaky) => ({
      groups: { ...model.groups, edits: (id, seq) => flaky.answer(() => model.groups.edits(id, seq)) },
    }),
    dialog: { kind: 'history', conversationId: 'c1', seq: 9 },
    shows: 'dialog .history li',
  },
  {
    name: 'members of a large group',
    break: (model, flaky) => ({
      groups: {
        ...model.groups,
        members: () => flaky.answer(async () => ({ ok: true, value: { members: [{ userId: 'li', role: 'member', name: '李四' }] } })),
      },
    }),
    route: conversation,
    details: true,
    shows: '.pane-details .row-small',
  },
  {
    name: 'readers',
    break: (model, flaky) => ({ groups: { ...model.groups, readers: (...what) => flaky.answer(() => model.groups.readers(...what)) } }),
    route: conversation,
    dialog: { kind: 'readers', conversationId: 'c1', seq: 3 },
    shows: 'dialog .people-row',
  },
  {
    name: 'join requests',
    break: (model, flaky) => ({ groups: { ...model.groups, requests: (id) => flaky.answer(() => model.groups.requests(id)) } }),
    route: conversation,
    dialog: { kind: 'requests', conversationId: 'c1' },
    shows: 'dialog .people-row',
  },
  {
    name: 'invite links',
    break: (model, flaky) => ({ groups: { ...model.groups, invites: (id) => flaky.answer(() => model.groups.invites(id)) } }),
    route: conversation,
    dialog: { kind: 'invites', conversationId: 'c1' },
    shows: 'dialog .link-row',
  },
  {
    name: 'people to choose from',
    break: (model, flaky) => ({ people: { ...model.people, directory: () => flaky.answer(() => model.people.directory()) } }),
    dialog: { kind: 'newGroup' },
    shows: 'dialog .picker-list label:nth-of-type(1)',
  },
  {
    name: 'directory',
    break: (model, flaky) => ({ people: { ...model.people, directory: () => flaky.answer(() => model.people.directory()) } }),
    route: { page: 'people' },
    shows: '.pane-list [aria-label=所有人] .people-row, .pane-list [aria-label=Everyone] .people-row',
  },
  {
    name: 'blocked people',
    break: (model, flaky) => {
      const contactsLoaded = signal(false);
      const loadContacts = () =>
        flaky.answer(async () => {
          contactsLoaded.value = true;
          return { ok: true, value: null };
        });
      return { people: { ...model.people, contactsLoaded, loadContacts } };
    },
    route: { page: 'settings' },
    shows: '[aria-labelledby=settings-blocked] .people-row',
  },
  {
    name: 'signed-in devices',
    break: (model, flaky) => ({ devices: { ...model.devices, list: () => flaky.answer(() => model.devices.list()) } }),
    route: { page: 'settings' },
    shows: '[aria-labelledby=settings-devices] .action-row',
  },
];

/** A group whose members are not part of its summary. */
function large(fake: FakeModel): FakeModel {
  fake.items.value = fake.items.value.map((item) => {
    const { members: _, ...summary } = item.summary;
    return item.id === 'c1' ? { ...item, summary: { ...summary, memberCount: 400 } } : item;
  });
  return fake;
}

describe.each<[Locale, string, string]>([
  ['zh-CN', '没有网络连接', '重试'],
  ['en', 'No connection', 'Try again'],
])('a failed request in %s', (locale, sentence, button) => {
  it.each(LISTS)('shows an error and a retry button: $name', async ({ break: breakIt, route, details, dialog: opened, shows }) => {
    const fake = large(sampleModel(Date.now()));
    const flaky = new Flaky();
    await mountApp({ ...fake, model: { ...fake.model, ...breakIt(fake.model, flaky) } }, { route: route ?? { page: 'inbox' }, locale });
    if (details === true) {
      await expect.poll(() => document.querySelector('.main-head-peer')).not.toBeNull();
      detailsOpen.value = true;
    }
    dialog.value = opened ?? null;
    await expect.poll(() => document.querySelector('.form-error')?.textContent).toContain(sentence);
    const before = flaky.asked;
    await page.getByRole('button', { name: button, exact: true }).click();
    await expect.poll(() => flaky.asked).toBe(before + 1);
    await expect.poll(() => document.querySelector('.form-error')).not.toBeNull();
    flaky.works = true;
    await page.getByRole('button', { name: button, exact: true }).click();
    await expect.poll(() => document.querySelector(shows)).not.toBeNull();
    expect(document.querySelector('.form-error')).toBeNull();
  });
});
