import { signal } from '@preact/signals';
import type { Locale } from '../i18n/i18n';

/** The groups in the order of the picker: Unicode's group numbers, each with one emoji as its icon. */
export const GROUPS = [
  ['smileys', 0, '😀'],
  ['people', 1, '👋'],
  ['nature', 3, '🐱'],
  ['food', 4, '🍔'],
  ['activity', 6, '⚽'],
  ['travel', 5, '🚗'],
  ['objects', 7, '💡'],
  ['symbols', 8, '🔣'],
  ['flags', 9, '🏳️'],
] as const;

/** The names of an emoji in one language. */
export interface Words {
  readonly label: string;
  readonly words: readonly string[];
}

export interface Emoji {
  readonly emoji: string;
  /** As typed between colons. */
  readonly name: string;
  readonly group: number;
  /** The version of the Unicode emoji standard that introduced it; 0 for 13 and earlier. */
  readonly version: number;
  readonly toned: boolean;
  /** In the current language, then in the other one once it has loaded. */
  readonly called: readonly Words[];
}

interface Columns {
  readonly labels: string;
  readonly words: string;
}

const wordData: Record<Locale, () => Promise<{ readonly columns: Columns }>> = {
  'zh-CN': () => import('virtual:emoji/zh-CN'),
  en: () => import('virtual:emoji/en'),
};

const lines = (column: string): string[] => column.split('\n');

function wordsOf({ labels, words }: Columns): Words[] {
  const wordLines = lines(words);
  return lines(labels).map((label, i) => ({
    label: label.toLocaleLowerCase(),
    words: (wordLines[i] ?? '').split(',').filter((word) => word !== ''),
  }));
}

/** All emoji; null until loaded. */
export const emojiSet = signal<readonly Emoji[] | null>(null);
let loadedFor: Locale | null = null;

/** Loads and shows the emoji in `locale`, then adds the other language for search. Rejects when offline. */
export async function loadEmoji(locale: Locale): Promise<void> {
  if (loadedFor === locale) return;
  const [{ columns: base }, { columns: own }] = await Promise.all([import('virtual:emoji/base'), wordData[locale]()]);
  loadedFor = locale;
  const [names, groups, versions, toned] = [lines(base.names), lines(base.groups), lines(base.versions), lines(base.toned)];
  const called = wordsOf(own);
  const list = lines(base.emoji).map((emoji, i) => ({
    emoji,
    name: names[i] ?? '',
    group: Number(groups[i]),
    version: Number(versions[i]),
    toned: toned[i] === '1',
    called: called.slice(i, i + 1),
  }));
  emojiSet.value = list;
  const { columns: other } = await wordData[locale === 'en' ? 'zh-CN' : 'en']();
  if (loadedFor !== locale) return;
  const otherWords = wordsOf(other);
  emojiSet.value = list.map((entry, i) => ({ ...entry, called: [...entry.called, ...otherWords.slice(i, i + 1)] }));
}
