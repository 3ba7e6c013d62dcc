import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useModel } from './use-model';

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
  const signedIn = useModel().session.state.value.state === 'signedIn';
  // Messages were read out: nothing of them stays in the page of the next account.
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
