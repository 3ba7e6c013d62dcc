import { cleanup } from '@testing-library/preact';
import axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { Route } from '../../components/navigation/router';
import { closeMenu } from '../../components/overlays/open-menu';
import { toast, toasts } from '../../components/overlays/toast';
import { emojiPicker } from '../../emoji/open-emoji';
import type { Locale } from '../../i18n/i18n';
import { type FakeModel, fakeModel, message } from '../../testing/fake-model';
import { mountApp, movementOver } from '../../testing/mount';
import { sampleModel } from '../../testing/sample';
import type { Theme } from '../state/preferences';
import { detailsOpen, dialog, type OpenDialog } from '../state/shell-state';

const AT = new Date(2026, 10, 21, 15, 20).getTime();

interface Screen {
  readonly name: string;
  readonly route?: Route;
  readonly details?: boolean;
  readonly dialog?: OpenDialog;
  readonly empty?: boolean;
  readonly signedOut?: boolean;
  /** Runs in two of the four variants, because it differs little from another screen. */
  readonly few?: boolean;
  /** Changes the account before it is shown. */
  readonly prepare?: (fake: FakeModel) => void;
  /** Opens a part that has no route or dialog of its own. */
  readonly act?: () => void;
  /** An element that only this screen shows. */
  readonly shows: string;
  /** The lazy parts that this screen renders; `has a screen for every lazy part` compares them with the code. */
  readonly parts?: readonly string[];
}

const conversation: Route = { page: 'conversation', id: 'c1' };
/** A screen for each kind of dialog: a missing one does not compile. */
const DIALOGS: {
  readonly [K in OpenDialog['kind']]: Omit<Screen, 'name' | 'dialog'> & { readonly open: OpenDialog & { readonly kind: K } };
} = {
  switcher: { open: { kind: 'switcher' }, shows: 'dialog [role=option]', parts: ['SwitcherDialog', 'OpenedDialog'] },
  confirm: {
    open: { kind: 'confirm', title: 'Sure?', hint: 'It cannot be undone.', action: 'Do it', work: async () => true },
    shows: 'dialog .button-danger',
    few: true,
    parts: ['ConfirmDialog'],
  },
  keys: { open: { kind: 'keys' }, shows: 'dialog kbd', parts: ['KeysDialog'] },
  newGroup: { open: { kind: 'newGroup' }, shows: 'dialog .check', parts: ['NewGroupDialog'] },
  history: { open: { kind: 'history', conversationId: 'c1', seq: 9 }, shows: 'dialog .history li', parts: ['HistoryDialog'] },
  reactors: {
    open: { kind: 'reactors', reactions: [{ emoji: '👍', userIds: ['li', 'ada'] }] },
    shows: 'dialog .reactors li',
    parts: ['ReactorsDialog'],
  },
  profile: { open: { kind: 'profile', userId: 'li' }, shows: 'dialog .profile-card', parts: ['ProfileDialog'] },
  invites: { open: { kind: 'invites', conversationId: 'c1' }, route: conversation, shows: 'dialog .link-row', parts: ['InvitesDialog'] },
  requests: {
    open: { kind: 'requests', conversationId: 'c1' },
    route: conversation,
    shows: 'dialog .people-row',
    parts: ['RequestsDialog'],
  },
  readers: {
    open: { kind: 'readers', conversationId: 'c1', seq: 3 },
    route: conversation,
    shows: 'dialog .people-row',
    parts: ['ReadersDialog'],
  },
  pins: {
    open: { kind: 'pins', conversationId: 'c1' },
    route: conversation,
    prepare: (fake) => {
      fake.pins = { messages: [message(2, 'zhang', { text: '早上七点出发', more: { pinnedAt: 1 } })], hasMore: true };
    },
    shows: 'dialog .pins li',
    parts: ['PinsDialog'],
  },
  announcement: {
    open: { kind: 'announcement', conversationId: 'c1' },
    route: conversation,
    shows: 'dialog textarea',
    parts: ['AnnouncementDialog'],
  },
  request: { open: { kind: 'request', userId: 'wang' }, shows: 'dialog textarea', parts: ['RequestDialog'] },
  alias: { open: { kind: 'alias', userId: 'zhang' }, shows: 'dialog .field-input', few: true, parts: ['AliasDialog'] },
  addMembers: { open: { kind: 'addMembers', conversationId: 'c1' }, shows: 'dialog .check', few: true, parts: ['AddMembersDialog'] },
  rename: {
    open: { kind: 'rename', conversationId: 'c1', title: '周末爬山' },
    shows: 'dialog .field-input',
    few: true,
    parts: ['RenameDialog'],
  },
  leave: {
    open: { kind: 'leave', conversationId: 'c1', title: '周末爬山' },
    route: conversation,
    shows: 'dialog .button-danger',
    parts: ['LeaveDialog'],
  },
  clear: { open: { kind: 'clear', conversationId: 'c1' }, shows: 'dialog .button-danger', few: true, parts: ['ClearDialog'] },
  hide: { open: { kind: 'hide', conversationId: 'c1' }, shows: 'dialog .button-danger', few: true, parts: ['HideDialog'] },
  dissolve: {
    open: { kind: 'dissolve', conversationId: 'c1', title: '周末爬山' },
    shows: 'dialog .button-danger',
    few: true,
    parts: ['DissolveDialog'],
  },
  transfer: {
    open: { kind: 'transfer', conversationId: 'c1', userId: 'li' },
    shows: 'dialog .button-danger',
    few: true,
    parts: ['TransferDialog'],
  },
  forward: {
    open: { kind: 'forward', messages: [message(5, 'ada', { text: 'Shall we meet at the north gate?' })] },
    shows: 'dialog .forward-preview',
    parts: ['ForwardDialog'],
  },
  share: { open: { kind: 'share', text: 'x' }, shows: 'dialog [role=option]', few: true, parts: ['ShareDialog'] },
};

/** A screen for each page: a missing one does not compile. */
const PAGES: { readonly [K in Route['page']]: readonly Screen[] } = {
  inbox: [
    { name: 'empty inbox', empty: true, shows: '.rows .empty', parts: ['Scene'] },
    { name: 'inbox', shows: '.row[data-id=c8]' },
    {
      name: 'inbox without a connection',
      few: true,
      prepare: (fake) => {
        fake.connection.value = { state: 'offline', since: 0 };
      },
      shows: '.banner',
      parts: ['Banner', 'ConnectionWatch'],
    },
  ],
  conversation: [
    { name: 'conversation', route: conversation, shows: 'article', parts: ['ConversationView', 'AnnouncementBar', 'RequestsBar'] },
    {
      name: 'conversation without a connection',
      route: conversation,
      prepare: (fake) => {
        fake.connection.value = { state: 'offline', since: 0 };
      },
      shows: '.main-head .main-retry',
    },
    { name: 'conversation with a stranger', few: true, route: { page: 'conversation', id: 'c5' }, shows: '.bar', parts: ['StrangerBar'] },
    { name: 'group details', route: conversation, details: true, shows: '.pane-details .profile-card', parts: ['DetailsPane'] },
    { name: 'person details', route: { page: 'conversation', id: 'c2' }, details: true, shows: '.pane-details .profile-card' },
    {
      name: 'menu of a conversation',
      few: true,
      route: conversation,
      act: () => document.querySelector<HTMLElement>('.main-head [aria-haspopup=menu]')?.click(),
      shows: '[role=menu]',
      parts: ['MenuHost', 'TooltipHost'],
    },
    {
      name: 'choosing of messages',
      few: true,
      route: conversation,
      act: () => {
        const row = document.querySelector<HTMLElement>('article[data-key=k15]');
        row?.focus();
        row?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
        const find = () =>
          [...document.querySelectorAll<HTMLElement>('[role=menuitem]')].find(({ textContent }) => /^(选择|Select)$/.test(textContent));
        const look = () => (find() === undefined ? requestAnimationFrame(look) : find()?.click());
        look();
      },
      shows: '.select-bar',
      parts: ['SelectBar'],
    },
    {
      name: 'a message over the limit',
      route: conversation,
      prepare: (fake) => fake.model.drafts.set('c1', { text: 'x'.repeat(4900) }),
      shows: '.composer-over .link-button',
    },
    {
      name: 'a toast over a conversation',
      route: conversation,
      act: () => {
        toast('✓', { sticky: true, action: { label: 'Undo', run: () => undefined } });
        toast('✗', { sticky: true, kind: 'error', action: { label: 'Retry', run: () => undefined } });
      },
      shows: '.toast-error .toast-action',
      parts: ['ToastHost'],
    },
    {
      name: 'members to mention',
      few: true,
      route: conversation,
      act: () => {
        document.querySelector<HTMLElement>('.composer-input')?.focus();
        document.execCommand('insertText', false, '@');
      },
      shows: '.suggest-item',
      parts: ['SuggestList'],
    },
    {
      name: 'search results',
      route: conversation,
      act: () => {
        document.querySelector<HTMLElement>('.pane-list input')?.focus();
        document.execCommand('insertText', false, 'z');
      },
      shows: '.pane-list .rows [data-id=c2]',
      parts: ['SearchResults'],
    },
    {
      name: 'emoji picker',
      few: true,
      route: conversation,
      act: () => document.querySelector<HTMLElement>('.composer-row button')?.click(),
      shows: '.emoji-cell',
      parts: ['EmojiPicker'],
    },
  ],
  people: [{ name: 'people', route: { page: 'people' }, shows: '.people-row', parts: ['PeoplePane'] }],
  settings: [
    { name: 'settings', route: { page: 'settings' }, shows: '.swatch', parts: ['SettingsPage'] },
    {
      name: 'settings without a connection',
      few: true,
      route: { page: 'settings' },
      prepare: (fake) => {
        fake.connection.value = { state: 'connecting', since: 0 };
      },
      shows: '.pane-main > .banner',
    },
  ],
  join: [
    { name: 'join a group', route: { page: 'join', code: 'abc' }, shows: '.join .button-primary', parts: ['JoinPage'] },
    { name: 'a link that opens nothing', route: { page: 'join', code: 'gone' }, empty: true, shows: '.main-empty .button' },
  ],
};

const SCREENS: readonly Screen[] = [
  { name: 'sign-in', signedOut: true, shows: '.auth-card', parts: ['AuthView'] },
  ...Object.values(PAGES).flat(),
  ...Object.entries(DIALOGS).map(([kind, { open, ...screen }]) => ({ ...screen, name: `dialog ${kind}`, dialog: open })),
];
const SIZES = { desktop: [1280, 800], phone: [390, 844] } as const;

async function show(screen: Screen, locale: Locale, theme: Theme): Promise<void> {
  const fake = screen.empty === true ? fakeModel() : sampleModel(AT);
  if (screen.signedOut === true) fake.session.value = { state: 'signedOut', ended: false };
  screen.prepare?.(fake);
  await mountApp(fake, { route: screen.route ?? { page: 'inbox' }, locale, theme, at: AT });
  if (screen.details === true) await expect.poll(() => document.querySelector('.main-head-peer')).not.toBeNull();
  detailsOpen.value = screen.details ?? false;
  dialog.value = screen.dialog ?? null;
  if (screen.act !== undefined) {
    await expect.poll(() => document.querySelector('article[data-key=k15]')).not.toBeNull();
    screen.act();
  }
  await expect.poll(() => document.querySelector(screen.shows)).not.toBeNull();
  await movementOver();
}

afterEach(async () => {
  cleanup();
  closeMenu();
  emojiPicker.value = null;
  toasts.value = [];
  await page.viewport(1280, 800);
});

it('has a screen for every lazy part', () => {
  const sources = import.meta.glob<string>('../../**/*.tsx', { query: '?raw', import: 'default', eager: true });
  const parts = Object.entries(sources)
    .filter(([path]) => !path.endsWith('.test.tsx'))
    .flatMap(([, source]) => [...source.matchAll(/const (\w+) = lazy\(/g)].map(([, name = '']) => name));
  expect(parts.length).toBeGreaterThan(30);
  expect([...new Set(SCREENS.flatMap(({ parts: drawn = [] }) => drawn))].toSorted()).toEqual(parts.toSorted());
});

describe.each(Object.entries(SIZES))('on a %s', (_, [width, height]) => {
  describe.each<[Locale, Theme]>([
    ['zh-CN', 'light'],
    ['zh-CN', 'dark'],
    ['en', 'light'],
    ['en', 'dark'],
  ])('in %s, %s', (locale, theme) => {
    const shown = SCREENS.filter(({ few }) => few !== true || (locale === 'en') === (theme === 'dark'));
    it.each(shown)('$name has no accessibility violations and does not scroll sideways', async (screen) => {
      await page.viewport(width, height);
      await show(screen, locale, theme);
      // The check covers colour contrast, because the styles are the real ones.
      const { violations } = await axe.run(document.body, { resultTypes: ['violations'] });
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)).toEqual([]);
    });
  });
});
