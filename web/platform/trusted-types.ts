const WORKER = '/sw.js';

interface Policy {
  createHTML(html: string): unknown;
  createScriptURL(url: string): unknown;
}

let policy: Policy | undefined;

/** The one policy that the CSP names. It stays in this file: nothing else makes values that the browser trusts. */
function ours(): Policy | undefined {
  if (!('trustedTypes' in window)) return undefined;
  const factory = window.trustedTypes as { createPolicy(name: string, rules: object): Policy };
  policy ??= factory.createPolicy('magpie', {
    createHTML: (html: string) => html,
    createScriptURL: (url: string) => {
      if (url !== WORKER) throw new TypeError('Not a script of ours.');
      return url;
    },
  });
  return policy;
}

/** The address of the service worker, the one script that code names. The types of the library say string where a trusted value goes. */
export const workerUrl = (): string => (ours()?.createScriptURL(WORKER) ?? WORKER) as string;

/** Reads HTML as a document of its own that runs nothing and loads nothing. No part of it may be put into the page. */
export const parseHtml = (html: string): Document =>
  new DOMParser().parseFromString((ours()?.createHTML(html) ?? html) as string, 'text/html');
