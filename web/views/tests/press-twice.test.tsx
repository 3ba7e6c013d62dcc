import { cleanup } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Route } from '../../components/navigation/router';
import type { FakeModel } from '../../testing/fake-model';
import { mountApp } from '../../testing/mount';
import { sampleModel } from '../../testing/sample';
import { detailsOpen, dialog, type OpenDialog } from '../state/shell-state';

afterEach(() => cleanup());

interface PressCase {
  readonly name: string;
  readonly route?: Route;
  readonly details?: boolean;
  readonly dialog?: OpenDialog;
  /** The selector of the button, or of buttons of which only one may be pressed. */
  readonly press: string;
  readonly prepare?: (fake: FakeModel) => void;
  /** The text to enter into the dialog's field first. */
  readonly fill?: string;
}

const conversation: Route = { page: 'conversation', id: 'c1' };
const of = (kind: 'clear' | 'hide' | 'requests' | 'invites'): OpenDialog => ({ kind, conversationId: 'c1' });
const blocking = (fake: FakeModel) => {
  fake.contacts.value = { ...fake.contacts.value, blocked: [{ id: 'zhang', name: '张三' }] };
};
let asked: () => Promise<boolean> = async () => true;
const CASES: readonly PressCase[] = [
  { name: 'a join request', route: conversation, dialog: of('requests'), press: 'dialog .people-row:first-child .icon-button' },
  {
    name: 'what is asked about',
    dialog: { kind: 'confirm', title: 'x', hint: 'x', action: 'x', work: () => asked() },
    press: 'dialog .button-danger',
    prepare: ({ calls }) => {
      asked = () => {
        calls.push('removeContact("li")');
        return new Promise(() => undefined);
      };
    },
  },
  { name: 'a new link', route: conversation, dialog: of('invites'), press: 'dialog .button-primary' },
  { name: 'clearing', route: conversation, dialog: of('clear'), press: 'dialog .button-danger' },
  { name: 'deleting', route: conversation, dialog: of('hide'), press: 'dialog .button-danger' },
  { name: 'leaving', route: conversation, dialog: { kind: 'leave', conversationId: 'c1', title: 'x' }, press: 'dialog .button-danger' },
  {
    name: 'dissolving',
    route: conversation,
    dialog: { kind: 'dissolve', conversationId: 'c1', title: 'x' },
    press: 'dialog .button-danger',
  },
  {
    name: 'handing over',
    route: conversation,
    dialog: { kind: 'transfer', conversationId: 'c1', userId: 'li' },
    press: 'dialog .button-danger',
  },
  {
    name: 'renaming',
    route: conversation,
    dialog: { kind: 'rename', conversationId: 'c1', title: 'x' },
    fill: 'y',
    press: 'dialog .button-primary',
  },
  { name: 'a contact request', dialog: { kind: 'request', userId: 'wang' }, press: 'dialog .button-primary' },
  {
    name: 'answering a contact request',
    route: { page: 'people' },
    press: '[aria-label=联系人请求] .icon-button',
  },
  {
    name: 'blocking',
    route: { page: 'conversation', id: 'c2' },
    details: true,
    press: '.pane-details .section:last-child .action-danger:first-child',
  },
  { name: 'unblocking in settings', route: { page: 'settings' }, press: '[aria-labelledby=settings-blocked] .button' },
  { name: 'unblocking in the composer', route: { page: 'conversation', id: 'c2' }, prepare: blocking, press: '.composer-note .button' },
  { name: 'signing out', route: { page: 'settings' }, press: '.settings .action-danger' },
];

const CHANGES =
  /^(acceptRequest|declineRequest|revokeInvite|invite|clearHistory|hide|leave|dissolve|setRole|update|request|accept|removeContact|block|unblock|endSession|signOut)\(/;

/** Changing calls stay pending until the test ends. */
function slow(fake: FakeModel): FakeModel {
  const within = <T extends object>(part: T): T =>
    new Proxy(part, {
      get(target, name, self) {
        const value: unknown = Reflect.get(target, name, self);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          const before = fake.calls.length;
          const answer: unknown = Reflect.apply(value, target, args);
          return fake.calls.slice(before).some((call) => CHANGES.test(call)) ? new Promise(() => undefined) : answer;
        };
      },
    });
  const { model } = fake;
  const parts = {
    session: within(model.session),
    devices: within(model.devices),
    people: within(model.people),
    conversations: within(model.conversations),
    groups: within(model.groups),
  };
  return { ...fake, model: { ...model, ...parts } };
}

it.each(CASES)('runs once on a double press: $name', async ({ route, details, dialog: opened, press, prepare, fill }) => {
  const fake = sampleModel(Date.now());
  prepare?.(fake);
  await mountApp(slow(fake), { route: route ?? { page: 'inbox' } });
  if (details === true) {
    await expect.poll(() => document.querySelector('.main-head-peer')).not.toBeNull();
    detailsOpen.value = true;
  }
  dialog.value = opened ?? null;
  const buttons = () => [...document.querySelectorAll<HTMLButtonElement>(press)];
  await expect.poll(() => buttons().length).toBeGreaterThan(0);
  if (fill !== undefined) await userEvent.fill(document.querySelector('dialog input') as HTMLInputElement, fill);
  // Presses before and after the next render.
  for (const button of buttons()) button.click();
  buttons()[0]?.click();
  await expect.poll(() => buttons()[0]?.getAttribute('aria-disabled')).toBe('true');
  for (const button of buttons()) {
    expect(button.getAttribute('aria-disabled')).toBe('true');
    button.click();
  }
  expect(fake.calls.filter((call) => CHANGES.test(call))).toHaveLength(1);
});
