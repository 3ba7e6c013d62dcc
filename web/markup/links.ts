import { JOINED, LATIN_WORD, UNSPACED_LETTER } from './scripts';

/** An address in a text: its end and its target; no `href` if the address may not be opened. */
export interface FoundAddress {
  readonly end: number;
  readonly href: string | null;
}

/** Spaces, quotes, brackets and sentence marks outside ASCII: never part of an address. */
const STOP = /[\s<>"`\p{Cc}\p{Cf}\p{Z}\u2026\u2014\uff00-\uffef[[\p{Term}\p{Ps}\p{Pe}\p{Pi}\p{Pf}]--\p{ASCII}]]/v;
/** Belongs to the sentence unless more of the address follows. */
const TRAILING = /[.,;:!?\&\|[\p{P}--\p{ASCII}]]/v;
const CLOSERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{', "'": '' };
const START = /(?:https?:\/\/|mailto:|www\.(?=[^\s.]+\.[^\s.]))/iy;
const MAIL = /[a-z\d][\w.+-]{0,63}@(?:[a-z\d-]{1,63}\.){1,9}[a-z]{2,63}/iy;
/** A second address after a separator. */
const NEXT = /[,;|]["'([*_~]*(?:https?:\/\/|www\.)/iy;
const LINK_MAX = 2048;

const matches = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
};

/** The end of the address without what belongs to the sentence around it. `open`: marks that wait for their closing mark. */
function trimmed(text: string, start: number, end: number, open: ReadonlySet<string>): number {
  // A closing bracket without its opener in the address belongs to the sentence. One count per kind keeps this linear.
  const surplus: Record<string, number> = { ')': 0, ']': 0, '}': 0, "'": 0 };
  for (let i = start; i < end; i++) {
    const character = text.charAt(i);
    const opens = Object.keys(CLOSERS).find((closer) => CLOSERS[closer] === character);
    if (character === "'") surplus[character] = 1 - (surplus[character] ?? 0);
    else if (character in surplus) surplus[character] = (surplus[character] ?? 0) + 1;
    else if (opens !== undefined) surplus[opens] = (surplus[opens] ?? 0) - 1;
  }
  let at = end;
  while (at > start) {
    const last = text.charAt(at - 1);
    if (TRAILING.test(last) || open.has(last) || open.has(last + last)) at--;
    else if (last in CLOSERS && (surplus[last] ?? 0) > 0) {
      surplus[last] = (surplus[last] ?? 0) - 1;
      at--;
    } else break;
  }
  return at;
}

/** The last possible end of the address that begins at `start`. `at`: the index after its scheme. */
function extent(text: string, start: number, at: number, hasHost: boolean): number {
  const quoted = text.charAt(start - 1) === "'";
  const limit = Math.min(text.length, start + LINK_MAX);
  let inHost = hasHost;
  /** Whether the part since the last delimiter already has letters of a script without spaces. */
  let unspaced = false;
  let end = at;
  while (end < limit) {
    const character = String.fromCodePoint(text.codePointAt(end) ?? 0);
    const next = text.charAt(end + 1);
    if (UNSPACED_LETTER.test(character)) {
      // After a host or an ordinary word the sentence continues; after a delimiter such a letter belongs to the address.
      const before = text.slice(Math.max(at, end - 3), end);
      if (!unspaced && !(inHost ? end === at || before.endsWith('.') : /[/=#]$|%[\da-f]{2}$/i.test(before))) break;
      unspaced = true;
    } else if (STOP.test(character) || (character === '|' && next === '|') || matches(NEXT, text, end) !== undefined) break;
    else if (quoted && character === "'" && !JOINED.test(next)) break;
    else if (/[/?#&=.]/.test(character)) {
      if (character !== '.') inHost = false;
      if (inHost || character !== '.') unspaced = false;
    }
    end += character.length;
  }
  return end;
}

/** The address that begins at `start`, if any: web, with or without scheme, or email. `open`: marks that wait for their closing mark. */
export function addressAt(text: string, start: number, open: ReadonlySet<string> = new Set()): FoundAddress | null {
  const before = text.charAt(start - 1);
  if (before === '_' ? !open.has(before) : LATIN_WORD.test(before)) return null;
  const scheme = matches(START, text, start);
  if (scheme === undefined || (/^w/i.test(scheme) && /[.@/-]/.test(before))) {
    const mail = /[.@+-]/.test(before) ? undefined : matches(MAIL, text, start);
    if (mail === undefined || JOINED.test(text.charAt(start + mail.length))) return null;
    return { end: start + mail.length, href: safeHref(`mailto:${mail}`) };
  }
  const from = start + scheme.length;
  const hasHost = !/^m/i.test(scheme);
  const end = trimmed(text, start, extent(text, start, from, hasHost), open);
  const address = text.slice(start, end);
  const href = safeHref(/^w/i.test(scheme) ? `https://${address}` : address);
  return { end: Math.max(end, from), href };
}

/** The address as the browser will open it, or null if it is no ordinary web or email address. */
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
