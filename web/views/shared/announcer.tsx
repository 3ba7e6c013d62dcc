import { signal } from '@preact/signals';

const polite = signal('');
const assertive = signal('');

/** Screen readers say the text when they are done with what they are saying. */
export function announce(text: string): void {
  polite.value = text;
}

/** Screen readers say the text at once. */
export function announceAtOnce(text: string): void {
  assertive.value = text;
}

/** Two regions that are always in the page: screen readers only follow changes of regions they have seen before. */
export function Announcer() {
  return (
    <>
      <div class="sr-only" aria-live="polite" aria-atomic="true">
        {polite.value}
      </div>
      <div class="sr-only" aria-live="assertive" aria-atomic="true">
        {assertive.value}
      </div>
    </>
  );
}
