import { cleanup } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { Route } from '../../components/navigation/router';
import type { Locale } from '../../i18n/i18n';
import { mountApp } from '../../testing/mount';
import { sampleModel } from '../../testing/sample';
import type { Theme } from '../state/preferences';
import { detailsOpen } from '../state/shell-state';

/** Made of local time, so that every time zone shows the same. */
const AT = new Date(2026, 10, 21, 15, 20).getTime();

interface Picture {
  readonly file: string;
  readonly size: readonly [number, number];
  readonly locale: Locale;
  readonly theme: Theme;
  readonly route?: Route;
  readonly details?: boolean;
  readonly signedOut?: boolean;
  readonly shows: string;
}

const DESKTOP = [1280, 800] as const;
const PHONE = [390, 844] as const;
const conversation: Route = { page: 'conversation', id: 'c1' };
const details = { route: conversation, details: true, shows: '.pane-details .profile-card' } as const;

/** The pictures that README.md shows. */
const PICTURES: readonly Picture[] = [
  { file: 'desktop-light-zh', size: DESKTOP, locale: 'zh-CN', theme: 'light', ...details },
  { file: 'desktop-dark-en', size: DESKTOP, locale: 'en', theme: 'dark', ...details },
  { file: 'phone-inbox-light-zh', size: PHONE, locale: 'zh-CN', theme: 'light', shows: '.row[data-id=c8]' },
  { file: 'phone-conversation-dark-zh', size: PHONE, locale: 'zh-CN', theme: 'dark', route: conversation, shows: 'article' },
  { file: 'phone-settings-light-en', size: PHONE, locale: 'en', theme: 'light', route: { page: 'settings' }, shows: '.swatch' },
  { file: 'sign-in-light-en', size: DESKTOP, locale: 'en', theme: 'light', signedOut: true, shows: '.auth-card' },
];

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers({ toFake: ['Date'], now: AT });
});

afterEach(async () => {
  vi.useRealTimers();
  cleanup();
  await page.viewport(1280, 800);
});

// `npm run screenshots` makes the pictures from the tests' sample account; looks.test.tsx compares looks, not this file.
describe.runIf(import.meta.env.VITE_LOOKS === 'refresh')('pictures for README.md', () => {
  it.each(PICTURES)('$file', async (picture) => {
    const fake = sampleModel(AT);
    if (picture.signedOut === true) fake.session.value = { state: 'signedOut', ended: false };
    await page.viewport(...picture.size);
    await mountApp(fake, { route: picture.route ?? { page: 'inbox' }, locale: picture.locale, theme: picture.theme, at: AT });
    if (picture.details === true) await expect.poll(() => document.querySelector('.main-head-peer')).not.toBeNull();
    detailsOpen.value = picture.details ?? false;
    await expect.poll(() => document.querySelector(picture.shows)).not.toBeNull();
    await document.fonts.ready;
    // Waits for content that loads late, slides in or settles after its first measurement.
    await new Promise((done) => setTimeout(done, 1500));
    await page.screenshot({ path: `../../../docs/screenshots/${picture.file}.png`, element: document.body });
  });
});
