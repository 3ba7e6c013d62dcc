import { safeHref } from '../../../markup/links';

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Text of a piece of HTML, which is read as letters and never made into a document. */
function plain(html: string): string {
  return html
    .replace(/<[^>]*>/gu, '')
    .replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/giu, (whole, hex?: string, decimal?: string, name?: string) => {
      const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
      return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    })
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Words of a link that are longer name no place. */
const WORDS_MAX_CHARS = 2000;

/** The links of a piece of HTML: their attributes and what stands in them. Every character is read once. */
function* links(html: string): Generator<readonly [attributes: string, inner: string]> {
  const opening = /<a\s/giu;
  const closing = /<\/a[\s>]/giu;
  while (opening.test(html)) {
    const start = opening.lastIndex;
    let end = start;
    for (let quote = ''; end < html.length && (quote !== '' || html.charAt(end) !== '>'); end++) {
      const character = html.charAt(end);
      if (quote === '' && (character === '"' || character === "'")) quote = character;
      else if (character === quote) quote = '';
    }
    closing.lastIndex = end;
    if (!closing.test(html)) return;
    opening.lastIndex = closing.lastIndex;
    yield [html.slice(start, end), html.slice(end + 1, closing.lastIndex - '</a>'.length)];
  }
}

const bare = (address: string): string => address.replace(/^(?:https?:\/\/|mailto:)/iu, '').replace(/\/$/u, '');

/** The text of what was copied, with the address behind each link whose words do not say it already. */
export function withLinks(text: string, html: string): string {
  let out = '';
  let at = 0;
  for (const [attributes, inner] of links(html)) {
    if (inner.length > WORDS_MAX_CHARS) continue;
    const [, double, single] = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/iu.exec(attributes) ?? [];
    const href = safeHref(plain(double ?? single ?? ''));
    const words = plain(inner);
    if (href === null || words === '' || bare(words) === bare(href)) continue;
    const found = text.indexOf(words, at);
    if (found < 0) continue;
    const end = found + words.length;
    out += `${text.slice(at, end)} (${href.replace(/^mailto:/u, '')})`;
    at = end;
  }
  return out + text.slice(at);
}
