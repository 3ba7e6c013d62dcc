import { signal } from '@preact/signals';

/** Loads the new version that waits; null: none does. */
export const waitingUpdate = signal<(() => void) | null>(null);

const LOOK_EVERY_MS = 60_000;
let lookedAt = Number.NEGATIVE_INFINITY;

/** Something newer than this page was met: asks whether there is a newer page, at most once a minute. */
export function lookForUpdate(): void {
  const now = performance.now();
  if (now - lookedAt < LOOK_EVERY_MS) return;
  lookedAt = now;
  // Offline or without a service worker there is nothing to find; the next look is soon enough.
  void navigator.serviceWorker
    ?.getRegistration()
    .then((registration) => registration?.update())
    .catch(() => undefined);
}
