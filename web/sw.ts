/// <reference lib="webworker" />
export {};

declare const self: ServiceWorkerGlobalScope;
/** Injected by the build: the files of the app shell, and a version that names exactly these. */
declare const __SHELL__: { readonly version: string; readonly files: readonly string[] };

const PREFIX = 'shell-';
const CURRENT = PREFIX + __SHELL__.version;
const APP = '/';
/** The previous shell stays cached, because tabs that still run it may request its files. */
const KEPT_SHELLS = 2;

async function install(): Promise<void> {
  const cache = await caches.open(CURRENT);
  await cache.addAll(__SHELL__.files.map((file) => new Request(file, { cache: 'reload' })));
}

async function activate(): Promise<void> {
  // `keys` returns names in creation order, so the newest are last.
  const shells = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CURRENT);
  await Promise.all(shells.slice(0, Math.max(0, shells.length - KEPT_SHELLS + 1)).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** Looks in the current shell first, then in older ones, then on the network. */
async function answer(request: Request, name: string): Promise<Response> {
  const current = await caches.open(CURRENT);
  return (await current.match(name)) ?? (await caches.match(name)) ?? fetch(request);
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event) => {
  if (event.data === 'activate') event.waitUntil(self.skipWaiting());
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || url.pathname.startsWith('/api/')) return;
  event.respondWith(answer(request, request.mode === 'navigate' ? APP : url.pathname));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const data: unknown = event.notification.data;
  const path = typeof data === 'object' && data !== null && 'path' in data && typeof data.path === 'string' ? data.path : APP;
  event.waitUntil(showTab(path));
});

async function showTab(path: string): Promise<void> {
  const tabs = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const tab = tabs.find((client) => client.focused) ?? tabs.find((client) => client.visibilityState === 'visible') ?? tabs[0];
  if (tab === undefined) return void (await self.clients.openWindow(path));
  // The browser may refuse to focus; the tab navigates anyway.
  await tab.focus().catch(() => undefined);
  tab.postMessage({ type: 'open', path });
}
