import { signal } from '@preact/signals';

/** Loads the waiting new version; null: none waits. */
export const waitingUpdate = signal<(() => void) | null>(null);

const CHECK_EVERY_MS = 60_000;
let checkedAt = Number.NEGATIVE_INFINITY;

/** The page met data from a newer version: checks for an update, at most once a minute. */
export function checkForUpdate(): void {
  const now = performance.now();
  if (now - checkedAt < CHECK_EVERY_MS) return;
  checkedAt = now;
  // Offline or without a service worker there is nothing to find; the next check comes soon enough.
  void navigator.serviceWorker
    ?.getRegistration()
    .then((registration) => registration?.update())
    .catch(() => undefined);
}
