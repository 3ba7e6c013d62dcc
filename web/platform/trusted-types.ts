const WORKER_URL = '/sw.js';

interface Policy {
  createHTML(html: string): unknown;
  createScriptURL(url: string): unknown;
}

let policy: Policy | undefined;

/** The only policy that the CSP allows. It is not exported, so that no other file can create trusted values. */
function trustedPolicy(): Policy | undefined {
  if (!('trustedTypes' in window)) return undefined;
  const factory = window.trustedTypes as { createPolicy(name: string, rules: object): Policy };
  policy ??= factory.createPolicy('magpie', {
    createHTML: (html: string) => html,
    createScriptURL: (url: string) => {
      if (url !== WORKER_URL) throw new TypeError('Not the service worker.');
      return url;
    },
  });
  return policy;
}

/** The URL of the service worker. The cast is needed because the DOM types expect a string where a trusted value is required. */
export const workerUrl = (): string => (trustedPolicy()?.createScriptURL(WORKER_URL) ?? WORKER_URL) as string;

/** Parses HTML into an inert document that runs and loads nothing. Never insert parts of it into the page. */
export const parseHtml = (html: string): Document =>
  new DOMParser().parseFromString((trustedPolicy()?.createHTML(html) ?? html) as string, 'text/html');
