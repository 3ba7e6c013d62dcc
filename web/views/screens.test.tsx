import { cleanup } from '@testing-library/preact';
import axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { Locale } from '../i18n/i18n';
import type { Route } from '../router';
import { fakeModel } from '../testing/fake-model';
import { mountApp } from '../testing/mount';
import { sampleModel } from '../testing/sample';
import type { Theme } from './preferences';
import { detailsOpen, dialog, type OpenDialog } from './shell-state';

const AT = new Date(2026, 10, 21, 15, 20).getTime();

interface Screen {
  readonly name: string;
  readonly route?: Route;
  readonly details?: boolean;
  readonly dialog?: OpenDialog;
  readonly empty?: boolean;
  readonly signedOut?: boolean;
  /** Something that only this screen shows. */
  readonly shows: string;
}

const conversation: Route = { page: 'conversation', id: 'c1' };
const SCREENS: readonly Screen[] = [
  { name: 'sign-in', signedOut: true, shows: '.auth-card' },
  { name: 'empty inbox', empty: true, shows: '.rows .empty' },
  { name: 'inbox', shows: '.row[data-id=c8]' },
  { name: 'conversation', route: conversation, shows: 'article' },
  { name: 'group details', route: conversation, details: true, shows: '.pane-details .profile-card' },
  { name: 'person details', route: { page: 'conversation', id: 'c2' }, details: true, shows: '.pane-details .profile-card' },
  { name: 'people', route: { page: 'people' }, shows: '.people-row' },
  { name: 'settings', route: { page: 'settings' }, shows: '.swatch' },
  { name: 'switcher', dialog: { kind: 'switcher' }, shows: 'dialog [role=option]' },
  { name: 'keyboard map', dialog: { kind: 'keys' }, shows: 'dialog kbd' },
  { name: 'new group', dialog: { kind: 'newGroup' }, shows: 'dialog .check' },
  { name: 'history of edits', dialog: { kind: 'history', conversationId: 'c1', seq: 9 }, shows: 'dialog .history li' },
  { name: 'reactors', dialog: { kind: 'reactors', reactions: [{ emoji: '👍', userIds: ['li', 'ada'] }] }, shows: 'dialog .reactors li' },
  { name: 'profile', dialog: { kind: 'profile', userId: 'li' }, shows: 'dialog .profile-card' },
  { name: 'join a group', route: { page: 'join', code: 'abc' }, shows: '.join .button-primary' },
  { name: 'a link that opens nothing', route: { page: 'join', code: 'gone' }, empty: true, shows: '.talk-empty .button' },
  { name: 'invite links', route: conversation, dialog: { kind: 'invites', conversationId: 'c1' }, shows: 'dialog .link-row' },
  { name: 'join requests', route: conversation, dialog: { kind: 'requests', conversationId: 'c1' }, shows: 'dialog .people-row' },
  { name: 'who has read', route: conversation, dialog: { kind: 'readers', conversationId: 'c1', seq: 3 }, shows: 'dialog .people-row' },
  { name: 'announcement', route: conversation, dialog: { kind: 'announcement', conversationId: 'c1' }, shows: 'dialog textarea' },
  { name: 'contact request', dialog: { kind: 'request', userId: 'wang' }, shows: 'dialog textarea' },
  { name: 'leave group', dialog: { kind: 'leave', conversationId: 'c1', title: '周末爬山' }, shows: 'dialog .button-danger' },
];
const SIZES = { desktop: [1280, 800], phone: [390, 844] } as const;

async function show(screen: Screen, locale: Locale, theme: Theme): Promise<void> {
  const fake = screen.empty === true ? fakeModel() : sampleModel(AT);
  if (screen.signedOut === true) fake.session.value = { state: 'signedOut', ended: false };
  await mountApp(fake, { route: screen.route ?? { page: 'inbox' }, locale, theme, at: AT });
  if (screen.details === true) await expect.poll(() => document.querySelector('.talk-who')).not.toBeNull();
  detailsOpen.value = screen.details ?? false;
  dialog.value = screen.dialog ?? null;
  await expect.poll(() => document.querySelector(screen.shows), { timeout: 5000 }).not.toBeNull();
  await new Promise((done) => setTimeout(done, 350));
}

afterEach(async () => {
  cleanup();
  await page.viewport(1280, 800);
});

describe.each(Object.entries(SIZES))('on a %s', (_, [width, height]) => {
  describe.each<[Locale, Theme]>([
    ['zh-CN', 'light'],
    ['zh-CN', 'dark'],
    ['en', 'light'],
    ['en', 'dark'],
  ])('in %s, %s', (locale, theme) => {
    it.each(SCREENS)('$name hinders nobody and does not scroll sideways', async (screen) => {
      await page.viewport(width, height);
      await show(screen, locale, theme);
      // Color contrast is part of the run: the styles are the real ones.
      const { violations } = await axe.run(document.body, { resultTypes: ['violations'] });
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)).toEqual([]);
    });
  });
});
