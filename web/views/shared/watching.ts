import { useEffect } from 'preact/hooks';
import { WATCH_MAX } from '../../../protocol/limits';
import type { AppModel } from '../../model/app';
import { useModel } from './use-model';

/** The people on screen by view, newest view first: its people take precedence if there are too many. */
const shown = new Map<symbol, readonly string[]>();

function publish(model: AppModel): void {
  model.people.watch([...new Set([...shown.values()].toReversed().flat())].slice(0, WATCH_MAX));
}

/** Keeps the presence of these people live while they are on screen. */
export function useLivePresence(userIds: readonly string[]): void {
  const model = useModel();
  const key = userIds.join();
  useEffect(() => {
    if (key === '') return;
    const part = Symbol();
    shown.set(part, userIds);
    publish(model);
    return () => {
      shown.delete(part);
      publish(model);
    };
  }, [model, key]);
}
