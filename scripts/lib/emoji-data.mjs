// What the app knows of emoji, made at build from emojibase-data: all RGI emoji in their order, their `:names:`, and what they are called
// in both languages. Columns instead of records: the same bytes stand together, which a third of the compressed size comes from.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const PREFIX = 'virtual:emoji/';

/**
 * @typedef {{ emoji: string, hexcode: string, label: string, tags?: string[], group?: number, order?: number, version: number, skins?: { emoji: string, tone?: number | number[] }[] }} Source
 */

/** emojibase's number of the group that holds skin tones and hair alone. */
const COMPONENTS = 2;

/** @param {'en' | 'zh'} language @returns {Map<string, Source>} */
function read(language) {
  /** @type {Source[]} */
  const all = require(`emojibase-data/${language}/data.json`);
  return new Map(
    all
      .filter((one) => one.group !== undefined && one.group !== COMPONENTS)
      .map((one) => [one.hexcode, { ...one, emoji: plain(one.emoji) }]),
  );
}

/** Without the mark that asks for a picture where the standard needs none: 👍 is one emoji, not two that look alike. @param {string} emoji */
function plain(emoji) {
  const bare = emoji.replace(/\ufe0f$/u, '');
  return /^\p{Emoji_Presentation}$/u.test(bare) ? bare : emoji;
}

/** @returns {(hexcode: string) => string} */
function namesBy() {
  /** @type {Record<string, string | string[]>[]} */
  const books = [require('emojibase-data/en/shortcodes/github.json'), require('emojibase-data/en/shortcodes/emojibase.json')];
  return (hexcode) => {
    const found = books.flatMap((book) => book[hexcode] ?? [])[0];
    if (found === undefined) throw new Error(`emoji ${hexcode} has no name`);
    return found;
  };
}

/**
 * Words that find an emoji and are not found in its label or in each other.
 *
 * @param {string} label
 * @param {readonly string[]} tags
 */
function furtherWords(label, tags) {
  const known = [label.toLowerCase()];
  for (const tag of [...tags].map((one) => one.toLowerCase().replaceAll(',', ' ')).sort((a, b) => b.length - a.length))
    if (!known.some((word) => word.includes(tag))) known.push(tag);
  return known.slice(1).sort();
}

/** Whether the five tones come of a modifier behind the first character: hands and single people, not pairs. @param {Source} one */
function takesTone({ emoji, skins = [] }) {
  const [first = '', ...rest] = emoji;
  const tail = rest.slice(rest[0] === '\ufe0f' ? 1 : 0).join('');
  const single = skins.filter(({ tone }) => typeof tone === 'number');
  return single.length === 5 && single.every((skin) => skin.emoji === first + String.fromCodePoint(0x1f3fa + Number(skin.tone)) + tail);
}

/** The columns of each module, by its name. */
export function emojiColumns() {
  const [en, zh] = [read('en'), read('zh')];
  const nameOf = namesBy();
  const order = [...en.values()].sort((a, b) => (a.group ?? 0) - (b.group ?? 0) || (a.order ?? 0) - (b.order ?? 0));
  const column = (/** @type {(one: Source) => string | number} */ of) => order.map(of).join('\n');
  const words = (/** @type {Map<string, Source>} */ book) => {
    const of = (/** @type {Source} */ one) => book.get(one.hexcode) ?? one;
    return { labels: column((one) => of(one).label), words: column((one) => furtherWords(of(one).label, of(one).tags ?? []).join(',')) };
  };
  return {
    base: {
      emoji: column((one) => one.emoji),
      names: column((one) => nameOf(one.hexcode)),
      groups: column((one) => one.group ?? 0),
      // Every system draws those up to 13.
      versions: column((one) => (one.version > 13 ? one.version : '')),
      toned: column((one) => Number(takesTone(one))),
    },
    'zh-CN': words(zh),
    en: words(en),
  };
}

/** Serves `virtual:emoji/base`, `virtual:emoji/zh-CN` and `virtual:emoji/en`. @returns {import('vite').Plugin} */
export function emojiData() {
  /** @type {ReturnType<typeof emojiColumns> | undefined} */
  let columns;
  return {
    name: 'emoji-data',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined;
      columns ??= emojiColumns();
      const name = /** @type {keyof typeof columns} */ (id.slice(PREFIX.length + 1));
      // One long string literal, which the engine parses faster than an object literal.
      return `export const columns = JSON.parse(${JSON.stringify(JSON.stringify(columns[name]))});`;
    },
  };
}
