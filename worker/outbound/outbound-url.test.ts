import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allowedOrigins, type OutboundPolicy, outboundUrl } from './outbound-url';

const policy: OutboundPolicy = { ownHosts: ['chat.example.org', 'Magpie.Workers.DEV'], allowed: new Set() };
const verdict = (text: string, rules = policy, base?: string) => {
  const answer = outboundUrl(text, rules, base === undefined ? undefined : new URL(base));
  return answer.ok ? 'ok' : answer.because;
};

describe('outboundUrl', () => {
  test.each([
    'https://example.com',
    'https://example.com/a/b?c=d#e',
    'https://sub.domain.example.co.uk/',
    'https://例子.测试.com/路径',
    'https://xn--fsqu00a.com/',
    'https://a_b.example.com/',
    'https://example.com:443/',
    'https://example.com./',
    ' https://example.com/\n',
    'https://10.example.com/',
    'https://localhost.example.com/',
    'https://notlocal.com/',
    'https://chat.example.org.evil.com/',
    'HTTPS://EXAMPLE.COM/',
  ])('allows %j', (text) => {
    expect(verdict(text)).toBe('ok');
  });

  test.each([
    ['', 'not_a_url'],
    ['example.com/hook', 'not_a_url'],
    ['//example.com/hook', 'not_a_url'],
    ['https://', 'not_a_url'],
    ['https://exa mple.com/', 'not_a_url'],
    ['https://example.com:99999/', 'not_a_url'],
    ['https://1.2.3.4.5/', 'not_a_url'],
    ['https://256.1.1.1/', 'not_a_url'],
    ['http://example.com/', 'bad_scheme'],
    ['ftp://example.com/', 'bad_scheme'],
    ['file:///etc/passwd', 'bad_scheme'],
    ['data:text/plain,hi', 'bad_scheme'],
    ['javascript:alert(1)', 'bad_scheme'],
    ['blob:https://example.com/1', 'bad_scheme'],
    ['wss://example.com/', 'bad_scheme'],
    ['gopher://example.com/', 'bad_scheme'],
    ['https://user@example.com/', 'has_credentials'],
    ['https://user:secret@example.com/', 'has_credentials'],
    ['https://:secret@example.com/', 'has_credentials'],
    ['https://example.com@10.0.0.1/', 'has_credentials'],
    ['https://example.com:80/', 'has_port'],
    ['https://example.com:8443/', 'has_port'],
    ['https://example.com:22/', 'has_port'],
  ])('refuses %j as %s', (text, because) => {
    expect(verdict(text)).toBe(because);
  });

  test.each([
    ['public', '8.8.8.8'],
    ['loopback', '127.0.0.1'],
    ['loopback with a dot behind it', '127.0.0.1.'],
    ['loopback in two parts', '127.1'],
    ['loopback in hexadecimal', '0x7f.1'],
    ['loopback as one hexadecimal number', '0x7f000001'],
    ['loopback as one decimal number', '2130706433'],
    ['loopback in octal', '0177.0.0.1'],
    ['loopback in full-width digits', '１２７．０．０．１'],
    ['loopback in circled digits', '①②⑦.0.0.1'],
    ['loopback with an ideographic full stop', '127。0。0。1'],
    ['loopback percent-encoded', '%31%32%37.0.0.1'],
    ['unspecified', '0.0.0.0'],
    ['unspecified as one digit', '0'],
    ['private, class A', '10.0.0.1'],
    ['private, class B', '172.16.0.1'],
    ['private, class C', '192.168.1.1'],
    ['link-local, where clouds keep metadata', '169.254.169.254'],
    ['the same in hexadecimal', '0xa9fea9fe'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['another cloud’s metadata', '100.100.100.200'],
    ['benchmarking', '198.18.0.1'],
    ['multicast', '224.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['IPv6 loopback', '[::1]'],
    ['IPv6 unspecified', '[::]'],
    ['IPv6 link-local', '[fe80::1]'],
    ['IPv6 unique local', '[fd00:ec2::254]'],
    ['IPv4 mapped into IPv6', '[::ffff:127.0.0.1]'],
    ['IPv4 mapped into IPv6, in hexadecimal', '[::ffff:7f00:1]'],
    ['IPv4 translated into IPv6', '[64:ff9b::7f00:1]'],
    ['IPv6 public', '[2606:4700:4700::1111]'],
  ])('refuses an IP address: %s', (_, host) => {
    expect(verdict(`https://${host}/`)).toBe('ip_address');
  });

  test.each([
    'localhost',
    'localhost.',
    'LOCALHOST',
    'ｌｏｃａｌｈｏｓｔ',
    'app.localhost',
    'localhost.localdomain',
    'printer.local',
    'metadata.google.internal',
    'metadata.google.internal.',
    'metadata.goog',
    'router.home.arpa',
    '1.0.0.127.in-addr.arpa',
    'nas.lan',
    'wiki.corp',
    'db.private',
    'api.default.svc',
    'api.default.svc.cluster.local',
    'hidden.onion',
    'a.test',
    'a.example',
    'a.invalid',
    'metadata',
    'intranet',
    'com',
    'example.com..',
    'a..com',
    '-a.com',
    'a-.com',
    `${'a'.repeat(64)}.com`,
    `${'a.'.repeat(126)}com`,
    'a*b.com',
    'a$b.com',
  ])('refuses a name outside the public DNS: %s', (host) => {
    expect(['not_a_public_name', 'not_a_url']).toContain(verdict(`https://${host}/`));
  });

  test.each(['chat.example.org', 'CHAT.example.ORG', 'chat.example.org.', 'magpie.workers.dev'])('refuses its own host: %s', (host) => {
    expect(verdict(`https://${host}/api/hooks/x`)).toBe('own_host');
  });

  test('an address has at most 2,048 characters, as written and as parsed', () => {
    const start = 'https://example.com/';
    expect(verdict(start + 'a'.repeat(2048 - start.length))).toBe('ok');
    expect(verdict(start + 'a'.repeat(2049 - start.length))).toBe('too_long');
    expect(verdict(start + '好'.repeat(500))).toBe('too_long');
  });

  test('a redirect is checked like any other address, relative to the address that answered', () => {
    const base = 'https://example.com/a/b';
    expect(outboundUrl('../c', policy, new URL(base))).toMatchObject({ ok: true, url: { href: 'https://example.com/c' } });
    expect(outboundUrl('//other.org/c', policy, new URL(base))).toMatchObject({ ok: true, url: { href: 'https://other.org/c' } });
    expect(verdict('http://example.com/a', policy, base)).toBe('bad_scheme');
    expect(verdict('//169.254.169.254/latest', policy, base)).toBe('ip_address');
    expect(verdict('//localhost/', policy, base)).toBe('not_a_public_name');
    expect(verdict('https://chat.example.org/api', policy, base)).toBe('own_host');
    // A trusted origin may not redirect to an address that the rules refuse.
    const trusting = { ...policy, allowed: allowedOrigins('http://127.0.0.1:8080') };
    expect(verdict('/next', trusting, 'http://127.0.0.1:8080/first')).toBe('ok');
    expect(verdict('http://127.0.0.1:8081/', trusting, 'http://127.0.0.1:8080/first')).toBe('bad_scheme');
  });

  test('an origin on the operator’s list passes only with its exact scheme, host and port', () => {
    const trusting = { ...policy, allowed: allowedOrigins('http://127.0.0.1:8080, https://push.lan https://[fd00::1]') };
    expect(verdict('http://127.0.0.1:8080/hook', trusting)).toBe('ok');
    expect(verdict('http://2130706433:8080/hook', trusting)).toBe('ok');
    expect(verdict('https://push.lan/', trusting)).toBe('ok');
    expect(verdict('https://[fd00::1]/', trusting)).toBe('ok');
    expect(verdict('http://127.0.0.1:8081/hook', trusting)).toBe('bad_scheme');
    expect(verdict('https://127.0.0.1:8080/hook', trusting)).toBe('has_port');
    expect(verdict('http://push.lan/', trusting)).toBe('bad_scheme');
    expect(verdict('http://me:secret@127.0.0.1:8080/', trusting)).toBe('has_credentials');
  });

  test('the operator’s list accepts only origins', () => {
    expect([...allowedOrigins(undefined)]).toEqual([]);
    expect([...allowedOrigins(' ,  ')]).toEqual([]);
    for (const wrong of ['push.lan', '127.0.0.1:8080', 'https://push.lan/path', 'https://me@push.lan', 'ftp://push.lan', 'data:x', '*'])
      expect(() => allowedOrigins(wrong), wrong).toThrow('not an origin');
  });
});

const byte = fc.integer({ min: 0, max: 255 });
/** One number in decimal, hexadecimal or octal, with leading zeros where the notation has them. */
const written = (value: number) =>
  fc.constantFrom(String(value), `0x${value.toString(16)}`, `0X00${value.toString(16).toUpperCase()}`, `0${value.toString(8)}`);
/** An IPv4 address in any of the one- to four-part notations of inet_aton. */
const ipv4 = fc.tuple(byte, byte, byte, byte, fc.integer({ min: 1, max: 4 })).chain(([a, b, c, d, parts]) => {
  const bytes = [a, b, c, d];
  const last = bytes.slice(parts - 1).reduce((sum, part) => sum * 256 + part, 0);
  return fc.tuple(...[...bytes.slice(0, parts - 1), last].map(written)).map((numbers) => numbers.join('.'));
});
const fullWidth = (text: string) => text.replace(/[\x21-\x7e]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));

test('an IPv4 address passes in no notation', async () => {
  await fc.assert(
    fc.property(ipv4, fc.boolean(), fc.constantFrom('', '.'), (address, wide, dot) => {
      expect(verdict(`https://${wide ? fullWidth(address) : address}${dot}/x`)).toBe('ip_address');
    }),
    { numRuns: 5000 },
  );
});

test('no IPv6 address passes', async () => {
  await fc.assert(
    fc.property(fc.ipV6(), (address) => {
      expect(verdict(`https://[${address}]/x`)).toBe('ip_address');
    }),
    { numRuns: 2000 },
  );
});

test('only https to a dotted public name passes for any text, and nothing throws', async () => {
  const pieces = fc.constantFrom(
    'https:',
    'http:',
    '/',
    '//',
    '\\',
    '@',
    ':',
    '.',
    '[',
    ']',
    '::1',
    '127',
    '0x7f',
    'localhost',
    'a',
    '.com',
    '%2e',
    '#',
    '?',
    '\t',
    '。',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.webUrl(),
    fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
  );
  await fc.assert(
    fc.property(texts, fc.option(fc.constant(new URL('https://base.org/x')), { nil: undefined }), (text, base) => {
      const answer = outboundUrl(text, policy, base);
      if (!answer.ok) return;
      const { protocol, username, password, port, hostname } = answer.url;
      expect([protocol, username, password, port]).toEqual(['https:', '', '', '']);
      expect(hostname).toMatch(/^[a-z0-9_-]+(\.[a-z0-9_-]+)+\.?$/);
      expect(hostname).toMatch(/[a-z][a-z0-9-]*\.?$/);
      expect(hostname).not.toMatch(/(^|\.)(localhost|local|internal|onion|arpa)\.?$/);
    }),
    { numRuns: 20_000 },
  );
});
