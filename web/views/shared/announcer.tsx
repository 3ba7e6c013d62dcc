import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useModel } from './use-model';

const polite = signal('');
const assertive = signal('');

/** Screen readers read the text after what they are reading now. */
export function announce(text: string): void {
  polite.value = text;
}

/** Screen readers interrupt themselves to read the text. */
export function announceAtOnce(text: string): void {
  assertive.value = text;
}

/** Two live regions that are always in the page: screen readers follow only changes of regions they have seen before. */
export function Announcer() {
  const signedIn = useModel().session.state.value.state === 'signedIn';
  // Clears message texts, so that none stay in the page of the next account.
  useEffect(() => {
    if (signedIn) return;
    polite.value = '';
    assertive.value = '';
  }, [signedIn]);
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
