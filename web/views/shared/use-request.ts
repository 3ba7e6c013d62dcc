import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Result } from '../../model/result';

/** The result of `ask`, null until it arrives; asks again when `key` changes, or when the second value is called. */
export function useRequest<T>(ask: () => Promise<Result<T>>, key: string | number): readonly [Result<T> | null, () => void] {
  const [answer, setAnswer] = useState<Result<T> | null>(null);
  const [attempts, setAttempts] = useState(0);
  useEffect(() => {
    let gone = false;
    void ask().then((result) => {
      if (!gone) setAnswer(result);
    });
    return () => {
      gone = true;
    };
  }, [key, attempts]);
  const retry = useCallback(() => {
    // A retry replaces a failure with the loading state; an earlier result stays until the new one arrives.
    setAnswer((before) => (before?.ok === false ? null : before));
    setAttempts((count) => count + 1);
  }, []);
  return [answer, retry];
}
