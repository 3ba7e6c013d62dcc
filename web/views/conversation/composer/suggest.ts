import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { sortedByName } from '../../../find/by-name';
import { locale, t } from '../../../i18n/i18n';
import type { AppModel } from '../../../model/app';
import type { InboxItem } from '../../../model/inbox';
import type { Suggestion } from './suggest-list';

interface Member {
  readonly userId: string;
  /** The name shown to the user, possibly a nickname. */
  readonly name: string;
  /** The name that goes into the text: a nickname is private. */
  readonly own: string;
  readonly hue: number;
}

/** More can be reached by scrolling. */
const MEMBERS_MAX = 50;
const EMOJI_MAX = 6;
const QUERY_MAX = 24;
/** `@` starts a mention at the beginning of a word or after a Han character, never inside an address. */
const BEFORE_AT = /^$|[\s\p{Script=Han}\p{P}]$/u;

/** The `@…` at the caret, or null. */
export function mentionQuery(text: string, caret: number): { from: number; query: string } | null {
  const from = text.lastIndexOf('@', caret - 1);
  if (from < 0 || caret - from - 1 > QUERY_MAX) return null;
  const query = text.slice(from + 1, caret);
  return /[\n@]/.test(query) || !BEFORE_AT.test(text.slice(Math.max(0, from - 2), from)) ? null : { from, query };
}

type Rank = typeof import('../../../find/find').rank;
const finder = signal<{ readonly rank: Rank; readonly ready: ReadonlySignal<boolean> } | null>(null);

async function loadFinder(): Promise<void> {
  const [{ rank }, { soundsReady }] = await Promise.all([import('../../../find/find'), import('../../../find/sounds-like')]);
  finder.value = { rank, ready: soundsReady };
}

const fold = (text: string) => text.normalize('NFKC').toLocaleLowerCase();

/** Members in the order people expect: recent speakers first, the latest on top, then all others by name. `speakers`: oldest first. */
export function inOrder<M extends Member>(members: readonly M[], speakers: readonly string[]): M[] {
  const place = (userId: string) => speakers.lastIndexOf(userId);
  return sortedByName(members, ({ name }) => name).sort((a, b) => place(b.userId) - place(a.userId));
}

/** Members whose name or nickname matches the text after the `@`. `mayAll`: whether the user may mention everyone. */
export function suggestMembers(text: string, caret: number, members: readonly Member[], mayAll: boolean): Suggestion[] {
  const asked = mentionQuery(text, caret);
  if (asked === null) return [];
  const query = fold(asked.query);
  const { from } = asked;
  // A whole name with a space behind it is a mention already: a restored draft ends like this, and Enter has to send it.
  if (/\s$/u.test(query) && members.some(({ name, own }) => [name, own].some((known) => fold(known) === query.trim()))) return [];
  const known = finder.peek();
  // Without a connection only the plain list is available.
  if (known === null) void loadFinder().catch(() => undefined);
  const matching = query === '' ? members : (known?.rank(members, asked.query, ({ name, own }) => [name, own]) ?? []);
  const found: Suggestion[] = matching.slice(0, MEMBERS_MAX).map(({ userId, name, own, hue }) => ({
    kind: 'member',
    id: userId,
    name,
    note: own === name ? undefined : own,
    hue,
    from,
    insert: `@${own} `,
  }));
  const everyone = t('composer.mentionAll');
  if (mayAll && (query === '' || ['all', 'everyone', everyone].some((word) => fold(word).startsWith(query))))
    found.push({ kind: 'everyone', name: everyone, from, insert: `@${everyone} ` });
  return found;
}

/** `:smi` at the caret, or null. */
export function emojiQuery(text: string, caret: number): { from: number; query: string } | null {
  const match = /(?:^|[\s\p{Script=Han}\p{P}]):([\p{L}\p{N}_+-]{1,24})$/u.exec(text.slice(Math.max(0, caret - 28), caret));
  const query = match?.[1];
  // One Han character is a useful query; one Latin letter is not.
  if (query === undefined || (query.length < 2 && !/\p{Script=Han}/u.test(query))) return null;
  return { from: caret - query.length - 1, query };
}

/** The emoji for completion; the first colon loads them. */
interface EmojiIndex {
  /** The data to search; replaced when more has loaded. */
  readonly set: ReadonlySignal<unknown>;
  readonly search: (query: string, limit: number) => readonly { readonly emoji: string; readonly name: string }[];
}
const index = signal<EmojiIndex | null>(null);

async function loadIndex(): Promise<void> {
  const [{ emojiSet, loadEmoji }, { searchEmoji }] = await Promise.all([import('../../../emoji/data'), import('../../../emoji/search')]);
  index.value = {
    set: emojiSet,
    search(query, limit) {
      // A later change of language loads that language's names too.
      void loadEmoji(locale()).catch(() => undefined);
      return searchEmoji(emojiSet.peek() ?? [], query, limit);
    },
  };
  await loadEmoji(locale());
}

/** Emoji with a name in either language that starts with the text after the colon. */
export function suggestEmoji(text: string, caret: number): Suggestion[] {
  const asked = emojiQuery(text, caret);
  if (asked === null) return [];
  const known = index.peek();
  if (known === null) {
    // Without a connection there are no completions.
    void loadIndex().catch(() => undefined);
    return [];
  }
  return known.search(asked.query, EMOJI_MAX).map(({ emoji, name }) => ({
    kind: 'emoji',
    emoji,
    name: `:${name}:`,
    from: asked.from,
    insert: emoji,
  }));
}

interface Commands {
  readonly suggest: (text: string, caret: number, item: InboxItem) => Suggestion[];
  readonly run: (text: string, place: { readonly model: AppModel; readonly item: InboxItem }) => { readonly text: string | null };
}
const commands = signal<Commands | null>(null);

/** The commands, for a slash at the start of the text; the first slash loads their code. */
export function suggestCommands(text: string, caret: number, item: InboxItem): Suggestion[] {
  if (!text.startsWith('/')) return [];
  const known = commands.peek();
  if (known === null) {
    // Without a connection a slash is an ordinary character.
    void import('./commands').then(
      (loaded) => {
        commands.value = { suggest: loaded.suggestCommands, run: loaded.runCommand };
      },
      () => undefined,
    );
    return [];
  }
  return known.suggest(text, caret, item);
}

/** The text to send for a text that may be a command; null: nothing, because the command ran. */
export function runCommand(text: string, model: AppModel, item: InboxItem): string | null {
  const known = commands.peek();
  return known === null || !text.startsWith('/') ? text : known.run(text, { model, item }).text;
}

/** The loaded sources of suggestions: a new value whenever the same text may have more suggestions. */
export const suggestSource = computed(() => ({
  commands: commands.value,
  emoji: index.value?.set.value,
  finder: finder.value,
  readings: finder.value?.ready.value,
}));
