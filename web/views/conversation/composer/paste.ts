import { safeHref } from '../../../markup/links';
import { parseHtml } from '../../../platform/trusted-types';

/** Longer HTML is ignored: it is far more than a message can hold. */
const HTML_MAX_CHARS = 1_000_000;
/** Link words beyond this length are no place name. */
const WORDS_MAX_CHARS = 2000;
/** Elements that start and end a line. */
const LINES = /^(?:ADDRESS|ARTICLE|BLOCKQUOTE|DD|DIV|DL|DT|FIGURE|FOOTER|H[1-6]|HEADER|HR|LI|MAIN|OL|P|PRE|SECTION|TABLE|TR|UL)$/;

const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** The words of a document, one line for each paragraph, list item and row. */
function wordsOf(page: Document): string {
  for (const invisible of page.querySelectorAll('script, style, template, title')) invisible.remove();
  let out = '';
  const newLine = () => {
    if (out !== '' && !out.endsWith('\n')) out += '\n';
  };
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.nodeName === 'BR') out += '\n';
    else if (LINES.test(node.nodeName)) newLine();
    else if ((node.nodeName === 'TD' || node.nodeName === 'TH') && node.previousSibling !== null) out += '\t';
    else if (node.nodeType === Node.TEXT_NODE) {
      const written = node.textContent ?? '';
      const line = written.replace(/\s+/gu, ' ');
      if (node.parentElement?.closest('pre')) out += written;
      else out += out === '' || /\s$/u.test(out) ? line.trimStart() : line;
    }
    // A line ends after its last content.
    let last: Node | null = node.firstChild === null ? node : null;
    while (last !== null && last !== page.body && last.nextSibling === null) {
      last = last.parentNode;
      if (last !== null && LINES.test(last.nodeName)) newLine();
    }
  }
  return out.replace(/[ \t]+\n/gu, '\n').trim();
}

const bare = (address: string): string => address.replace(/^(?:https?:\/\/|mailto:)/iu, '').replace(/\/$/u, '');

/** Whether the HTML adds to the plain text: link targets, or all of the words. */
export const addsToText = (text: string, html: string): boolean => html !== '' && (text === '' || /<a\s/i.test(html));

/** The copied text, with the address after each link whose words do not contain it. HTML without plain text gives its words. */
export function withLinks(text: string, html: string): string {
  if (html.length > HTML_MAX_CHARS) return text;
  const page = parseHtml(html);
  const words = text === '' ? wordsOf(page) : text;
  let out = '';
  let at = 0;
  for (const link of page.querySelectorAll('a[href]')) {
    const said = oneLine(link.textContent ?? '');
    const href = safeHref(link.getAttribute('href')?.trim() ?? '');
    if (href === null || said === '' || said.length > WORDS_MAX_CHARS || bare(said) === bare(href)) continue;
    const found = words.indexOf(said, at);
    if (found < 0) continue;
    const end = found + said.length;
    out += `${words.slice(at, end)} (${href.replace(/^mailto:/u, '')})`;
    at = end;
  }
  return out + words.slice(at);
}
