import { signal } from '@preact/signals';
import type { Dictionary, Key } from './zh-CN';

export type Locale = 'zh-CN' | 'en';
export type { Key };
export type Params = Readonly<Record<string, string | number>>;

export const LOCALES: readonly { readonly id: Locale; readonly name: string }[] = [
  { id: 'zh-CN', name: '简体中文' },
  { id: 'en', name: 'English' },
];

const loaders: Record<Locale, () => Promise<Dictionary>> = {
  'zh-CN': async () => (await import('./zh-CN')).zhCN,
  en: async () => (await import('./en')).en,
};

const current = signal<{ locale: Locale; dictionary: Dictionary } | null>(null);
let wanted: Locale | null = null;

/** The current language; reading it in a render subscribes the component. */
export function locale(): Locale {
  return current.value?.locale ?? 'zh-CN';
}

/** Loads the dictionary, then switches all texts together; the latest of several overlapping calls wins. */
export async function setLocale(next: Locale): Promise<void> {
  wanted = next;
  const dictionary = await loaders[next]();
  if (wanted !== next) return;
  current.value = { locale: next, dictionary };
  document.documentElement.lang = next;
}

/** The browser's language if we have it, else English. */
export function preferredLocale(languages: readonly string[]): Locale {
  for (const language of languages) {
    if (/^zh\b/i.test(language)) return 'zh-CN';
    if (/^en\b/i.test(language)) return 'en';
  }
  return 'en';
}

const plurals = new Map<Locale, Intl.PluralRules>();
const numbers = new Map<Locale, Intl.NumberFormat>();

function cached<T>(cache: Map<Locale, T>, of: Locale, make: () => T): T {
  const hit = cache.get(of);
  if (hit !== undefined) return hit;
  const made = make();
  cache.set(of, made);
  return made;
}

export function formatNumber(value: number): string {
  const of = locale();
  return cached(numbers, of, () => new Intl.NumberFormat(of)).format(value);
}

/** `{n}` is a value; `{n|one form|other form}` picks by the plural rules of the language, and `#` stands for the number. */
const PLACEHOLDER = /\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g;

function fill(of: Locale, name: string, one: string | undefined, other: string | undefined, params: Params): string {
  const value = params[name];
  if (value === undefined) return '';
  const shown = typeof value === 'number' ? formatNumber(value) : value;
  if (one === undefined || other === undefined) return shown;
  const rules = cached(plurals, of, () => new Intl.PluralRules(of));
  const form = rules.select(Number(value)) === 'one' ? one : other;
  return form.replace('#', shown);
}

/** The text of `key` in the current language. */
export function t(key: Key, params: Params = {}): string {
  const now = current.value;
  if (now === null) return '';
  return now.dictionary[key].replace(PLACEHOLDER, (_, name: string, one?: string, other?: string) =>
    fill(now.locale, name, one, other, params),
  );
}

export type TextPart = { readonly text: string } | { readonly slot: string };

/** The text of `key` split at its `{slots}`, for sentences that contain elements such as isolated names. */
export function textParts(key: Key, params: Params, slots: readonly string[]): TextPart[] {
  const now = current.value;
  if (now === null) return [];
  const parts: TextPart[] = [];
  const template = now.dictionary[key];
  let at = 0;
  for (const match of template.matchAll(PLACEHOLDER)) {
    const [whole, name = '', one, other] = match;
    if (match.index > at) parts.push({ text: template.slice(at, match.index) });
    parts.push(slots.includes(name) ? { slot: name } : { text: fill(now.locale, name, one, other, params) });
    at = match.index + whole.length;
  }
  if (at < template.length) parts.push({ text: template.slice(at) });
  return parts;
}
