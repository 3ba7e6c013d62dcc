import { useCallback, useEffect, useState } from 'preact/hooks';
import type { User } from '../../../protocol/records';
import type { Problem } from '../../model/result';
import { useModel, useSelfId } from './use-model';

const PAUSE_MS = 200;

export type Found =
  | { readonly state: 'waiting' }
  | { readonly state: 'found'; readonly users: readonly User[] }
  | { readonly state: 'failed'; readonly problem: Problem };

const NOBODY: Found = { state: 'found', users: [] };

/**
 * People from the server: the directory for an empty query, else the matches; null sends no request. Waits for a pause in typing; the
 * second value asks again.
 */
export function usePeopleSearch(query: string | null): readonly [Found, () => void] {
  const model = useModel();
  const myId = useSelfId();
  const [found, setFound] = useState<Found>({ state: 'waiting' });
  const [attempts, setAttempts] = useState(0);
  const text = query?.trim();
  useEffect(() => {
    if (text === undefined) return setFound(NOBODY);
    let gone = false;
    const ask = async () => {
      const result = await (text === '' ? model.people.directory() : model.people.search(text));
      if (gone) return;
      setFound(
        result.ok ? { state: 'found', users: result.value.filter(({ id }) => id !== myId) } : { state: 'failed', problem: result.problem },
      );
    };
    const timer = window.setTimeout(() => void ask(), text === '' ? 0 : PAUSE_MS);
    return () => {
      gone = true;
      window.clearTimeout(timer);
    };
  }, [text, model, myId, attempts]);
  const retry = useCallback(() => {
    setFound({ state: 'waiting' });
    setAttempts((count) => count + 1);
  }, []);
  return [found, retry];
}
