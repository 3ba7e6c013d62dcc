import { signal } from '@preact/signals';
import { followTimeZone } from '../../i18n/format';

const TICK_MS = 20_000;

/** The time that lists use; moves in steps, so that the rows of one render agree. */
export const now = signal(Date.now());

/** Keeps it at the server's time. Returns a function that stops it. */
export function startClock(serverNow: () => number): () => void {
  const tick = () => {
    now.value = serverNow();
    followTimeZone();
  };
  const timer = window.setInterval(tick, TICK_MS);
  document.addEventListener('visibilitychange', tick);
  return () => {
    window.clearInterval(timer);
    document.removeEventListener('visibilitychange', tick);
  };
}
