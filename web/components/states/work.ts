import { useRef, useState } from 'preact/hooks';

/**
 * One piece of work at a time: while one is under way, further ones are not begun, not even by a second press before anything is drawn.
 * The first value says so to the buttons that begin it.
 */
export function useWork(): readonly [boolean, (work: () => Promise<unknown>) => void] {
  const [busy, setBusy] = useState(false);
  const working = useRef(false);
  const run = (work: () => Promise<unknown>) => {
    if (working.current) return;
    working.current = true;
    setBusy(true);
    // What goes wrong is told by the work itself.
    void work().finally(() => {
      working.current = false;
      setBusy(false);
    });
  };
  return [busy, run];
}
