import { effect, signal } from '@preact/signals';
import * as v from 'valibot';
import { type Locale, preferredLocale } from '../../i18n/i18n';
import { browserValue } from '../../platform/keep';

export type Theme = 'system' | 'light' | 'dark';
export const ACCENTS = ['sheen', 'teal', 'indigo', 'plum', 'amber', 'moss'] as const;
export type Accent = (typeof ACCENTS)[number];
export const TEXT_SIZES = ['s', 'm', 'l', 'xl'] as const;
export type TextSize = (typeof TEXT_SIZES)[number];
export type SendKey = 'enter' | 'ctrlEnter';

/** How Magpie looks and behaves in this browser; only the language also belongs to the account (see language.ts). */
export interface Preferences {
  readonly theme: Theme;
  readonly accent: Accent;
  readonly textSize: TextSize;
  readonly sendKey: SendKey;
  readonly locale: Locale;
  /** Notifications hide the content of messages. */
  readonly hideContent: boolean;
  /** No notifications between these times of day, `HH:MM`. */
  readonly quiet: boolean;
  readonly quietFrom: string;
  readonly quietTo: string;
}

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const timeOr = (value: unknown, otherwise: string): string => (typeof value === 'string' && TIME.test(value) ? value : otherwise);

/** `public/boot.js` uses the same name, and applies the same values before the first paint. */
const STORAGE_KEY = 'magpie.preferences';

function oneOf<T extends string>(value: unknown, allowed: readonly T[], otherwise: T): T {
  return allowed.find((candidate) => candidate === value) ?? otherwise;
}

/** Parses stored data of any kind into valid preferences. */
export function readPreferences(raw: Readonly<Record<string, unknown>> = {}, languages: readonly string[]): Preferences {
  return {
    theme: oneOf<Theme>(raw.theme, ['system', 'light', 'dark'], 'system'),
    accent: oneOf<Accent>(raw.accent, ACCENTS, 'sheen'),
    textSize: oneOf<TextSize>(raw.textSize, TEXT_SIZES, 'm'),
    sendKey: oneOf<SendKey>(raw.sendKey, ['enter', 'ctrlEnter'], 'enter'),
    locale: oneOf<Locale>(raw.locale, ['zh-CN', 'en'], preferredLocale(languages)),
    hideContent: raw.hideContent === true,
    quiet: raw.quiet === true,
    quietFrom: timeOr(raw.quietFrom, '22:30'),
    quietTo: timeOr(raw.quietTo, '07:30'),
  };
}

const stored = browserValue(STORAGE_KEY, v.looseObject({}));

export const preferences = signal<Preferences>(readPreferences(stored.read(), navigator.languages));

export function setPreferences(change: Partial<Preferences>): void {
  preferences.value = { ...preferences.value, ...change };
  stored.write({ ...preferences.value });
}

/** Applies theme, accent and text size to the root element; returns a function that stops it. */
export function applyPreferences(root: HTMLElement): () => void {
  return effect(() => {
    const { theme, accent, textSize } = preferences.value;
    if (theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = theme;
    root.dataset.accent = accent;
    root.dataset.textSize = textSize;
    // The browser frame follows the chosen theme, not the system's.
    for (const meta of root.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) {
      meta.dataset.own ??= meta.content;
      const of = root.querySelector<HTMLMetaElement>(`meta[name=theme-color][media*='${theme}']`);
      meta.content = theme === 'system' ? meta.dataset.own : (of?.dataset.own ?? of?.content ?? meta.content);
    }
  });
}
