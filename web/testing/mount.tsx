import { render } from '@testing-library/preact';
import { expect } from 'vitest';
import '../styles/index.css';
// Loads the chunk before the first test, as the app does before a conversation opens.
import '../views/conversation/conversation-view';
import { navigate, type Route } from '../components/navigation/router';
import { type Locale, setLocale } from '../i18n/i18n';
import { forgetAccountState } from '../platform/account-state';
import { App } from '../views/shell/app';
import { now } from '../views/state/clock';
import { setPreferences, type Theme } from '../views/state/preferences';
import { detailsOpen, dialog } from '../views/state/shell-state';
import type { FakeModel } from './fake-model';

interface Scene {
  readonly route?: Route;
  readonly locale?: Locale;
  readonly theme?: Theme;
  readonly at?: number;
}

/** Mounts the whole UI on a fake model in a known state. */
export async function mountApp(
  fake: FakeModel,
  { route = { page: 'inbox' }, locale = 'zh-CN', theme = 'light', at = Date.now() }: Scene = {},
): Promise<void> {
  // The test before belongs to another person: where they read, say.
  forgetAccountState();
  detailsOpen.value = false;
  dialog.value = null;
  now.value = at;
  setPreferences({ locale, theme, textSize: 'm', accent: 'sheen', sendKey: 'enter' });
  document.documentElement.dataset.theme = theme;
  await setLocale(locale);
  navigate(route, { replace: true });
  render(<App model={fake.model} />);
}

/** Resolves when no animation is running. */
export async function movementOver(): Promise<void> {
  // Deferred work of a render has started by the second frame.
  for (let frame = 0; frame < 2; frame++) await new Promise((done) => requestAnimationFrame(done));
  const moves = () => document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
  await expect.poll(() => moves().filter(({ playState }) => playState === 'running').length).toBe(0);
}
