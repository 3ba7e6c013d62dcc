import { describe, expect, test } from 'vitest';
import { hasBody, isJson, sameOrigin } from './origin';

const from = (origin: string | undefined, url = 'https://magpie.example/api/ws', headers: Record<string, string> = {}) =>
  new Request(url, { headers: { ...headers, ...(origin !== undefined && { origin }) } });

describe('A7 only our exact origin is accepted', () => {
  const foreign: [string, string | undefined][] = [
    ['missing', undefined],
    ['empty', ''],
    ['null', 'null'],
    ['plain http', 'http://magpie.example'],
    ['another scheme', 'wss://magpie.example'],
    ['another port', 'https://magpie.example:8443'],
    ['the default port, written out', 'https://magpie.example:443'],
    ['a sub-domain', 'https://evil.magpie.example'],
    ['the parent domain', 'https://example'],
    ['our name as a prefix', 'https://magpie.example.evil.test'],
    ['our name as a suffix', 'https://evilmagpie.example'],
    ['our name as the user', 'https://magpie.example@evil.test'],
    ['upper case', 'https://MAGPIE.example'],
    ['a trailing dot', 'https://magpie.example.'],
    ['a path', 'https://magpie.example/'],
    ['a look-alike letter', 'https://mаgpie.example'.normalize()],
    ['the same in Punycode', 'https://xn--mgpie-3ve.example'],
    ['an IP address', 'https://192.0.2.1'],
    ['two origins', 'https://magpie.example https://evil.test'],
    ['two origins, the other way', 'https://evil.test, https://magpie.example'],
  ];
  test.each(foreign)('%s', (_, origin) => {
    // Header values are Latin-1, so other letters cannot be sent at all.
    const sendable = origin === undefined || [...origin].every((letter) => letter.charCodeAt(0) < 256);
    if (sendable) expect(sameOrigin(from(origin))).toBe(false);
    else expect(new URL(origin).origin).not.toBe('https://magpie.example');
  });

  test('accepts our own origin, also with a port', () => {
    expect(sameOrigin(from('https://magpie.example'))).toBe(true);
    expect(sameOrigin(from('http://localhost:8787', 'http://localhost:8787/api/ws'))).toBe(true);
    expect(sameOrigin(from('http://127.0.0.1:8787', 'http://localhost:8787/api/ws'))).toBe(false);
  });

  test('refuses our origin if the browser reports a cross-site request', () => {
    expect(sameOrigin(from('https://magpie.example', undefined, { 'sec-fetch-site': 'cross-site' }))).toBe(false);
    expect(sameOrigin(from('https://magpie.example', undefined, { 'sec-fetch-site': 'same-origin' }))).toBe(true);
  });
});

test('an empty stream is not a body; a content type or a length makes one', () => {
  const sent = (body: BodyInit | null, headers: Record<string, string> = {}) =>
    hasBody(new Request('https://magpie.example', { method: 'POST', body, headers }));
  expect([sent(null), sent(new Uint8Array(0)), sent(null, { 'content-length': '0' })]).toEqual([false, false, false]);
  expect([sent('x'), sent(new URLSearchParams('x=y')), sent(new FormData()), sent(new Uint8Array(1), { 'content-length': '1' })]).toEqual([
    true,
    true,
    true,
    true,
  ]);
});

test('accepts only the exact JSON content type', () => {
  const typed = (type: string) => isJson(new Request('https://magpie.example', { method: 'POST', headers: { 'content-type': type } }));
  expect(['application/json', 'application/json; charset=utf-8', 'Application/JSON'].map(typed)).toEqual([true, true, true]);
  expect(
    ['text/plain', 'application/jsonp', 'text/plain; application/json', 'multipart/form-data; x=application/json', ''].map(typed),
  ).not.toContain(true);
});
