import { effect } from '@preact/signals';
import * as v from 'valibot';
import { parsePath, pathOf, route } from '../../components/navigation/router';
import { accountValue } from '../../platform/keep';

/** The path of the conversation that was open, `/` for none. */
const place = accountValue('place', v.string());

/** Opened as an app of its own, Magpie opens where it was left; a browser tab opens what its address says. */
export function openLastPlace(): void {
  if (location.pathname !== '/' || !matchMedia('(display-mode: standalone)').matches) return;
  const left = parsePath(place.read() ?? '/');
  // Behind the inbox, so that Back leads there.
  if (left.page === 'conversation') history.pushState({ layer: 0, inApp: true }, '', pathOf(left));
}

/** Remembers the conversation that is open, or that none is; returns the function that stops it. */
export function rememberPlace(): () => void {
  return effect(() => {
    const here = route.value;
    place.write(here.page === 'conversation' ? `/c/${here.id}` : '/');
  });
}
