import { cleanup } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commands, page } from 'vitest/browser';
import type { Route } from '../../components/navigation/router';
import type { Locale } from '../../i18n/i18n';
import { mountApp } from '../../testing/mount';
import { sampleModel } from '../../testing/sample';
import { differences, type Surroundings, surroundings } from '../../testing/type-metrics';
import type { Theme } from '../state/preferences';
import { detailsOpen, dialog, type OpenDialog } from '../state/shell-state';

/** Made of local time, so that every time zone shows the same. */
const AT = new Date(2026, 10, 21, 15, 20).getTime();
const RECORD = 'web/views/tests/__screenshots__/looks.test.tsx/made-with.json';
const SIZES = { desktop: [1280, 800], phone: [390, 844] } as const;
const ALL = ['zh-CN light', 'zh-CN dark', 'en light', 'en dark'] as const;
const TWO = ['zh-CN light', 'en dark'] as const;

interface Look {
  readonly name: string;
  readonly size: keyof typeof SIZES;
  readonly variants: readonly (typeof ALL)[number][];
  readonly route?: Route;
  readonly details?: boolean;
  readonly dialog?: OpenDialog;
  readonly signedOut?: boolean;
  /** An element that only this screen shows. */
  readonly shows: string;
}

const conversation: Route = { page: 'conversation', id: 'c1' };
const LOOKS: readonly Look[] = [
  { name: 'conversation', size: 'desktop', variants: ALL, route: conversation, shows: 'article' },
  { name: 'conversation', size: 'phone', variants: ALL, route: conversation, shows: 'article' },
  { name: 'inbox', size: 'phone', variants: ALL, shows: '.row[data-id=c8]' },
  { name: 'settings', size: 'phone', variants: TWO, route: { page: 'settings' }, shows: '.swatch' },
  { name: 'settings', size: 'desktop', variants: TWO, route: { page: 'settings' }, shows: '.swatch' },
  { name: 'sign-in', size: 'phone', variants: TWO, signedOut: true, shows: '.auth-card' },
  { name: 'sign-in', size: 'desktop', variants: TWO, signedOut: true, shows: '.auth-card' },
  { name: 'details', size: 'desktop', variants: TWO, route: conversation, details: true, shows: '.pane-details .profile-card' },
  { name: 'people', size: 'phone', variants: TWO, route: { page: 'people' }, shows: '.people-row' },
  { name: 'switcher', size: 'desktop', variants: TWO, dialog: { kind: 'switcher' }, shows: 'dialog [role=option]' },
];

/** `npm run screenshots` renews the references and records the engine and fonts. */
const refreshing = import.meta.env.VITE_LOOKS === 'refresh';
if (refreshing) await commands.writeFile(RECORD, `${JSON.stringify(surroundings(), null, 2)}\n`);

/** Another engine or other fonts change the pictures, so a comparison would tell nothing about the app. */
async function whatDiffers(): Promise<string> {
  const recorded: Surroundings = JSON.parse(await commands.readFile(RECORD));
  return differences(surroundings(), recorded).join(', ');
}
const differing = await whatDiffers();
const skipped = `LOOKS NOT COMPARED: the references were made in other surroundings (${differing}). Refresh them with npm run screenshots.`;
if (differing !== '') console.warn(skipped);

async function show(look: Look, locale: Locale, theme: Theme): Promise<void> {
  const fake = sampleModel(AT);
  if (look.signedOut === true) fake.session.value = { state: 'signedOut', ended: false };
  const [width, height] = SIZES[look.size];
  await page.viewport(width, height);
  await mountApp(fake, { route: look.route ?? { page: 'inbox' }, locale, theme, at: AT });
  if (look.details === true) await expect.poll(() => document.querySelector('.main-head-peer')).not.toBeNull();
  detailsOpen.value = look.details ?? false;
  dialog.value = look.dialog ?? null;
  await expect.poll(() => document.querySelector(look.shows)).not.toBeNull();
  await document.fonts.ready;
}

const still = document.createElement('style');
still.textContent =
  '*, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent !important; scroll-behavior: auto !important }';

beforeEach(() => {
  // The browser still holds what other test files stored, such as a hidden announcement.
  localStorage.clear();
  sessionStorage.clear();
  vi.useFakeTimers({ toFake: ['Date'], now: AT });
  document.head.append(still);
});

afterEach(async () => {
  vi.useRealTimers();
  cleanup();
  still.remove();
  await page.viewport(1280, 800);
});

describe.skipIf(differing !== '')('looks as it did', () => {
  describe.each(LOOKS)('$name on a $size', (look) => {
    it.each(look.variants)('in %s', async (variant) => {
      const [locale, theme] = variant.split(' ') as [Locale, Theme];
      await show(look, locale, theme);
      await expect.element(page.elementLocator(document.body)).toMatchScreenshot(`${look.name}-${look.size}-${theme}-${locale}`, {
        comparatorName: 'pixelmatch',
        comparatorOptions: { allowedMismatchedPixelRatio: 0.005 },
        // A list settles after its first measurement, so wait for two equal pictures in a row.
        timeout: 15_000,
      });
    });
  });
});
