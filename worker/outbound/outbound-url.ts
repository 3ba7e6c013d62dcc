/** The most characters of an address, before and after parsing. */
const ADDRESS_MAX_CHARS = 2048;

/** Why an address is not fetched. */
export type OutboundRefusal =
  | 'too_long'
  | 'not_a_url'
  | 'bad_scheme'
  | 'has_credentials'
  | 'has_port'
  | 'ip_address'
  | 'not_a_public_name'
  | 'own_host';

export type OutboundUrl = { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly because: OutboundRefusal };

export interface OutboundPolicy {
  /** This server's own host names: a fetch of them would loop. */
  readonly ownHosts: readonly string[];
  /** Origins that the operator allows against the rules below; `allowedOrigins` reads them from a setting. */
  readonly allowed: ReadonlySet<string>;
}

/** Zones that are not part of the public DNS, or that lead into a private network. A name that ends in one of them is refused. */
const INTERNAL_ZONES: readonly string[] = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'arpa',
  'svc',
  'cluster.local',
  'test',
  'example',
  'invalid',
  'alt',
  'onion',
  // The metadata service of a large cloud has this public name, too.
  'metadata.goog',
];

const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;

/**
 * Checks an address from a user or another server before it is fetched. Every such fetch must pass this check and set `redirect:
 * 'manual'`; a redirect may be followed only after its `location` has passed too, with the answering address as `base`.
 *
 * The check works on the parsed host, where the URL parser has already normalised each spelling of an IPv4 address. It cannot see what a
 * public name resolves to. On Cloudflare no private network lies behind a Worker; if you run workerd on your own machine, its network
 * must not reach private addresses.
 */
export function outboundUrl(text: string, policy: OutboundPolicy, base?: URL): OutboundUrl {
  if (text.length > ADDRESS_MAX_CHARS) return refuse('too_long');
  const url = URL.parse(text, base);
  if (!url) return refuse('not_a_url');
  if (url.href.length > ADDRESS_MAX_CHARS) return refuse('too_long');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refuse('bad_scheme');
  if (url.username !== '' || url.password !== '') return refuse('has_credentials');
  if (policy.allowed.has(url.origin)) return { ok: true, url };
  if (url.protocol !== 'https:') return refuse('bad_scheme');
  if (url.port !== '') return refuse('has_port');
  const host = withoutDot(url.hostname);
  if (host.startsWith('[') || IPV4.test(host)) return refuse('ip_address');
  const labels = host.split('.');
  if (labels.length < 2 || host.length > 253 || !labels.every((label) => LABEL.test(label))) return refuse('not_a_public_name');
  if (INTERNAL_ZONES.some((zone) => host === zone || host.endsWith(`.${zone}`))) return refuse('not_a_public_name');
  if (policy.ownHosts.some((own) => withoutDot(own.toLowerCase()) === host)) return refuse('own_host');
  return { ok: true, url };
}

/**
 * Parses an operator's list of origins, separated by commas or spaces (`http://127.0.0.1:8080, https://chat.lan`). Throws on anything
 * else.
 */
export function allowedOrigins(setting: string | undefined): ReadonlySet<string> {
  const origins = (setting ?? '').split(/[\s,]+/).filter((word) => word !== '');
  return new Set(
    origins.map((word) => {
      const url = URL.parse(word);
      if (!url || !/^https?:$/.test(url.protocol) || `${url.origin}/` !== url.href)
        throw new Error(`not an origin such as https://chat.example.org: ${word}`);
      return url.origin;
    }),
  );
}

/** `example.org.` and `example.org` name the same host; the URL parser keeps the dot. */
function withoutDot(host: string): string {
  return host.endsWith('.') ? host.slice(0, -1) : host;
}

function refuse(because: OutboundRefusal): OutboundUrl {
  return { ok: false, because };
}
