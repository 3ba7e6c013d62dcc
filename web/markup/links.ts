/** An address found in a text: where it ends and where it leads; no `href` when it is not one that may be opened. */
export interface FoundAddress {
  readonly end: number;
  readonly href: string | null;
}

/**
 * What cannot be part of a pasted address: spaces, quotes, brackets, and Chinese punctuation or Han characters, which follow an address in
 * running text without a space (`看https://a.cn/b，谢谢`). Domains and paths of other scripts stay whole.
 */
const STOP =
  /[\s<>"'`|*~\p{Cc}\u3000-\u303f\uff00-\uffef\u2018-\u201f\u2026\u2014\u00b7\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Cf}]/u;
const TRAILING = new Set(['.', ',', ';', ':', '!', '?', '_', '&']);
const CLOSERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
const SCHEMES = ['https://', 'http://', 'mailto:'] as const;
const LINK_MAX = 2048;
/** Word characters of Latin scripts just before `http` make it part of a word; a Han character does not. */
const JOINED = /[\p{Script=Latin}\p{N}_]/u;

function trimmed(text: string, start: number, end: number): number {
  // Each closer that has no opener inside the address belongs to the sentence around it. One count per kind keeps this linear.
  const surplus: Record<string, number> = { ')': 0, ']': 0, '}': 0 };
  for (let i = start; i < end; i++) {
    const character = text.charAt(i);
    const opens = Object.keys(CLOSERS).find((closer) => CLOSERS[closer] === character);
    if (character in surplus) surplus[character] = (surplus[character] ?? 0) + 1;
    else if (opens !== undefined) surplus[opens] = (surplus[opens] ?? 0) - 1;
  }
  let at = end;
  while (at > start) {
    const last = text.charAt(at - 1);
    if (TRAILING.has(last)) at--;
    else if (last in CLOSERS && (surplus[last] ?? 0) > 0) {
      surplus[last] = (surplus[last] ?? 0) - 1;
      at--;
    } else break;
  }
  return at;
}

/** The address that begins at `start`, if one does: http, https and mailto, nothing else. */
export function addressAt(text: string, start: number): FoundAddress | null {
  const head = text.slice(start, start + 8).toLowerCase();
  const scheme = SCHEMES.find((candidate) => head.startsWith(candidate));
  if (scheme === undefined) return null;
  if (start > 0 && JOINED.test(text.charAt(start - 1))) return null;
  let end = start + scheme.length;
  const limit = Math.min(text.length, start + LINK_MAX);
  while (end < limit) {
    const point = text.codePointAt(end) ?? 0;
    const character = String.fromCodePoint(point);
    if (STOP.test(character)) break;
    end += character.length;
  }
  end = trimmed(text, start, end);
  return { end: Math.max(end, start + scheme.length), href: safeHref(text.slice(start, end)) };
}

/** The address as the browser will open it, or null when it is not an ordinary web or mail address. */
export function safeHref(address: string): string | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (url.protocol === 'mailto:') return /^[^@]+@[^@]+$/.test(url.pathname) ? url.href : null;
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  // `https://bank.example@evil.example` reads as one place and leads to another.
  if (url.username !== '' || url.password !== '' || url.hostname === '') return null;
  return url.href;
}
