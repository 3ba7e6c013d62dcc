import { useRef, useState } from 'preact/hooks';

/**
 * Runs one task at a time and ignores further calls meanwhile, even a second press before the next render.
 * The first value tells buttons that the task is running.
 */
export function useWork(): readonly [boolean, (work: () => Promise<unknown>) => void] {
  const [busy, setBusy] = useState(false);
  const working = useRef(false);
  const run = (work: () => Promise<unknown>) => {
    if (working.current) return;
    working.current = true;
    setBusy(true);
    // The task reports its own errors.
    void work().finally(() => {
      working.current = false;
      setBusy(false);
    });
  };
  return [busy, run];
}
