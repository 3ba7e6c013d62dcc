import { effect } from '@preact/signals';
import { parsePath, pathOf, route } from '../../components/navigation/router';

const KEY = 'magpie.place';

/** Opened as an app of its own, Magpie opens where it was left; a browser tab opens what its address says. */
export function openLastPlace(): void {
  if (location.pathname !== '/' || !matchMedia('(display-mode: standalone)').matches) return;
  try {
    const left = parsePath(localStorage.getItem(KEY) ?? '/');
    // Behind the inbox, so that Back leads there.
    if (left.page === 'conversation') history.pushState({ layer: 0, inApp: true }, '', pathOf(left));
  } catch {
    // Without storage it opens at the inbox.
  }
}

/** Remembers the conversation that is open, or that none is; returns the function that stops it. */
export function rememberPlace(): () => void {
  return effect(() => {
    const here = route.value;
    try {
      localStorage.setItem(KEY, here.page === 'conversation' ? `/c/${here.id}` : '/');
    } catch {
      // As above.
    }
  });
}
