import { afterEach, expect, it } from 'vitest';
import { applyPreferences, readPreferences, setPreferences } from './preferences';

const metas: HTMLMetaElement[] = [];

afterEach(() => {
  for (const meta of metas.splice(0)) meta.remove();
  setPreferences({ theme: 'system' });
});

it('colours the window frame by the chosen theme', () => {
  for (const [theme, content] of [
    ['light', '#ffffff'],
    ['dark', '#14171f'],
  ] as const) {
    const meta = document.createElement('meta');
    meta.name = 'theme-color';
    meta.media = `(prefers-color-scheme: ${theme})`;
    meta.content = content;
    document.head.append(meta);
    metas.push(meta);
  }
  const stop = applyPreferences(document.documentElement);
  setPreferences({ theme: 'dark' });
  expect(metas.map(({ content }) => content)).toEqual(['#14171f', '#14171f']);
  setPreferences({ theme: 'light' });
  expect(metas.map(({ content }) => content)).toEqual(['#ffffff', '#ffffff']);
  setPreferences({ theme: 'system' });
  expect(metas.map(({ content }) => content)).toEqual(['#ffffff', '#14171f']);
  stop();
});

it('parses any stored value into valid preferences', () => {
  expect(readPreferences({ theme: 'neon', quietFrom: '25:00', quiet: 1, hideContent: true }, ['zh-TW'])).toMatchObject({
    theme: 'system',
    quiet: false,
    quietFrom: '22:30',
    hideContent: true,
    locale: 'zh-CN',
  });
  expect(readPreferences(undefined, ['fr'])).toMatchObject({ locale: 'en', accent: 'sheen' });
});
