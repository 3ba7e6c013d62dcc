import { signal } from '@preact/signals';
import { leaveLayers, peelLayers } from './layers';

export type Route =
  | { readonly page: 'inbox' }
  | { readonly page: 'conversation'; readonly id: string; readonly seq?: number }
  | { readonly page: 'join'; readonly code: string }
  | { readonly page: 'people' }
  | { readonly page: 'settings' };

const INBOX: Route = { page: 'inbox' };

/** The address bar's path as a route; what is unknown leads to the inbox. */
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

/** Where the person is. A jump to the same place again is a new value, so that it is carried out again. */
export const route = signal<Route>(INBOX);

/** Goes somewhere. `replace` leaves no step back, as when a pane is swapped on a desktop. */
export function navigate(to: Route, options: { replace?: boolean } = {}): void {
  // An open layer's entry is used up, so that Back does not lead to a menu that is gone.
  const replace = leaveLayers() > 0 || options.replace === true;
  if (replace) history.replaceState({ layer: 0, inApp: true }, '', pathOf(to));
  else if (pathOf(to) !== location.pathname) history.pushState({ layer: 0, inApp: true }, '', pathOf(to));
  route.value = to;
}

/** One step back inside Magpie; from a deep link, where there is no such step, to the inbox. */
export function goBack(): void {
  const state: unknown = history.state;
  if (typeof state === 'object' && state !== null && 'inApp' in state) history.go(-1 - leaveLayers());
  else navigate(INBOX, { replace: true });
}

const STILL_MS = 400;

/** Where the browser has drawn the going back itself, the panes do not slide once more. */
function standStill(): void {
  const { dataset } = document.documentElement;
  dataset.still = 'true';
  window.setTimeout(() => {
    delete dataset.still;
  }, STILL_MS);
}

/** Follows the address bar; returns the function that stops it. */
export function startRouter(): () => void {
  route.value = parsePath(location.pathname);
  const onPop = (event: PopStateEvent) => {
    if (event.hasUAVisualTransition) standStill();
    if (peelLayers()) return;
    const next = parsePath(location.pathname);
    if (pathOf(next) !== pathOf(route.value)) route.value = next;
  };
  addEventListener('popstate', onPop);
  return () => removeEventListener('popstate', onPop);
}
