import { signal } from '@preact/signals';
import { changeHistory, closeLayersAbove, isLayerEntry, leaveLayers, leaveLayersBack } from './layers';

export type Route =
  | { readonly page: 'inbox' }
  | { readonly page: 'conversation'; readonly id: string; readonly seq?: number }
  | { readonly page: 'join'; readonly code: string }
  | { readonly page: 'people' }
  | { readonly page: 'settings' };

const INBOX: Route = { page: 'inbox' };

/** Parses the path of the address bar; an unknown path leads to the inbox. */
export function parsePath(path: string): Route {
  const [head = '', id = '', seq = ''] = path.split('/').filter((part) => part !== '');
  if (head === 'people') return { page: 'people' };
  if (head === 'settings') return { page: 'settings' };
  if (head === 'join' && /^[A-Za-z0-9_-]{1,64}$/.test(id)) return { page: 'join', code: id };
  if (head !== 'c' || !/^[A-Za-z0-9_-]{1,64}$/.test(id)) return INBOX;
  return /^[1-9]\d{0,14}$/.test(seq) ? { page: 'conversation', id, seq: Number(seq) } : { page: 'conversation', id };
}

export function pathOf(route: Route): string {
  switch (route.page) {
    case 'inbox':
      return '/';
    case 'people':
      return '/people';
    case 'settings':
      return '/settings';
    case 'join':
      return `/join/${route.code}`;
    case 'conversation':
      return `/c/${route.id}${route.seq === undefined ? '' : `/${route.seq}`}`;
    default:
      return route satisfies never;
  }
}

/** The current route. A jump to the same place again is a new value, so that views repeat the jump. */
export const route = signal<Route>(INBOX);

/** Navigates. `replace` adds no Back step, as when a desktop swaps a pane. */
export function navigate(to: Route, options: { replace?: boolean } = {}): void {
  leaveLayers();
  changeHistory(() => {
    // The new route reuses the entry of an open layer, so that Back does not lead to a closed menu.
    if (isLayerEntry() || options.replace === true) history.replaceState({ layer: 0, inApp: true }, '', pathOf(to));
    else if (pathOf(to) !== location.pathname) history.pushState({ layer: 0, inApp: true }, '', pathOf(to));
  });
  route.value = to;
}

/** Goes one step back inside Magpie; from a deep link, which has no such step, to the inbox. */
export function goBack(): void {
  const state: unknown = history.state;
  if (typeof state === 'object' && state !== null && 'inApp' in state) history.go(-1 - leaveLayersBack());
  else navigate(INBOX, { replace: true });
}

const SKIP_ANIMATION_MS = 400;

/** The browser has animated the Back gesture itself, so the panes must not slide again. */
function skipAnimation(): void {
  const { dataset } = document.documentElement;
  dataset.still = 'true';
  window.setTimeout(() => {
    delete dataset.still;
  }, SKIP_ANIMATION_MS);
}

/** Follows the address bar; returns a function that stops it. */
export function startRouter(): () => void {
  route.value = parsePath(location.pathname);
  const onPop = (event: PopStateEvent) => {
    if (event.hasUAVisualTransition) skipAnimation();
    if (closeLayersAbove()) return;
    const next = parsePath(location.pathname);
    if (pathOf(next) !== pathOf(route.value)) route.value = next;
  };
  addEventListener('popstate', onPop);
  return () => removeEventListener('popstate', onPop);
}
