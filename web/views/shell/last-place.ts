import { effect } from '@preact/signals';
import * as v from 'valibot';
import { parsePath, pathOf, route } from '../../components/navigation/router';
import { accountValue } from '../../platform/keep';

/** The path of the conversation that was open, `/` for none. */
const place = accountValue('place', v.string());

/** An installed Magpie reopens the last conversation; a browser tab opens its address. */
export function openLastPlace(): void {
  if (location.pathname !== '/' || !matchMedia('(display-mode: standalone)').matches) return;
  const left = parsePath(place.read() ?? '/');
  // Goes on top of the inbox, so that Back leads there.
  if (left.page === 'conversation') history.pushState({ layer: 0, inApp: true }, '', pathOf(left));
}

/** Stores which conversation is open, if any; returns a function that stops it. */
export function rememberPlace(): () => void {
  return effect(() => {
    const here = route.value;
    place.write(here.page === 'conversation' ? `/c/${here.id}` : '/');
  });
}
