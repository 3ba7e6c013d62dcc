import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Result } from '../../model/result';

/** What the server answers to `ask`, null until it does; asked again when `key` changes, or by calling the second value. */
export function useAsked<T>(ask: () => Promise<Result<T>>, key: string | number): readonly [Result<T> | null, () => void] {
  const [answer, setAnswer] = useState<Result<T> | null>(null);
  const [again, setAgain] = useState(0);
  useEffect(() => {
    let gone = false;
    void ask().then((result) => {
      if (!gone) setAnswer(result);
    });
    return () => {
      gone = true;
    };
  }, [key, again]);
  const retry = useCallback(() => {
    // A failure gives way to waiting; what is there stays until it is known better.
    setAnswer((before) => (before?.ok === false ? null : before));
    setAgain((count) => count + 1);
  }, []);
  return [answer, retry];
}
