import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ListHandle } from '../../../list/virtual-list';
import type { TimelineMessage } from '../../../model/timeline';
import type { ConversationContext } from '../context/conversation-context';
import type { Row } from './rows';

/** The message to scroll to; a new object is a new request. */
export interface JumpTarget {
  readonly seq: number;
}

const FLASH_MS = 1600;

/** Rows that arrive this soon after a jump move its target, ms. */
const JUMPING_MS = 500;

/** Centres the requested message once it is in the window, and flashes it. `pending`: it is loaded but not yet centred. */
export function useJump(
  rows: readonly Row<TimelineMessage>[],
  target: JumpTarget | null,
  handle: { readonly current: ListHandle | null },
): { readonly flashKey: string | null; readonly pending: () => boolean } {
  const done = useRef<{ readonly target: JumpTarget; readonly at: number } | null>(null);
  const [flash, setFlash] = useState<string | null>(null);
  const index = target === null ? -1 : rows.findIndex((row) => 'item' in row && row.item.seq === target.seq);
  const latest = useRef({ target, index });
  latest.current = { target, index };
  const pending = useCallback(() => latest.current.index >= 0 && done.current?.target !== latest.current.target, []);
  useEffect(() => {
    const row = rows[index];
    if (target === null || row === undefined) return;
    const before = done.current;
    if (before?.target === target) {
      if (performance.now() - before.at < JUMPING_MS) handle.current?.toIndex(index, 'center');
      return;
    }
    done.current = { target, at: performance.now() };
    handle.current?.toIndex(index, 'center');
    setFlash(row.key);
  }, [rows, target]);
  useEffect(() => {
    if (flash === null) return;
    const timer = window.setTimeout(() => setFlash(null), FLASH_MS);
    return () => window.clearTimeout(timer);
  }, [flash]);
  return { flashKey: flash, pending };
}

/** Scrolls to the end of the log as soon as the window includes it. */
export function useEnding(wish: object | null, reachedEnd: boolean, handle: { readonly current: ListHandle | null }): void {
  const done = useRef<object | null>(null);
  useLayoutEffect(() => {
    if (wish === done.current || !reachedEnd) return;
    done.current = wish;
    if (wish !== null) handle.current?.toEnd();
  }, [wish, reachedEnd]);
}

/** True from the last touch until nothing happened for a while. */
export function useIdleFlag(idleMs: number): { on: boolean; touch: () => void } {
  const [on, setOn] = useState(false);
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const touch = useCallback(() => {
    setOn(true);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setOn(false), idleMs);
  }, [idleMs]);
  return { on, touch };
}

/** Returns the first value at once and later values after a quiet moment. */
export function useSettled<T extends object>(restMs: number): [T | null, (next: T) => void] {
  const [value, setValue] = useState<T | null>(null);
  const timer = useRef<number | null>(null);
  useEffect(() => () => window.clearTimeout(timer.current ?? 0), []);
  const settle = useCallback(
    (next: T) => {
      if (timer.current === null) setValue(next);
      window.clearTimeout(timer.current ?? 0);
      timer.current = window.setTimeout(() => setValue(next), restMs);
    },
    [restMs],
  );
  return [value, settle];
}

/** Enables touch gestures on touch devices; only those fetch the code. */
export function useTouchGestures(
  handle: { readonly current: ListHandle | null },
  context: ConversationContext,
  messages: { readonly current: readonly TimelineMessage[] },
): void {
  useEffect(() => {
    const list = handle.current?.element();
    if (list === null || list === undefined || !matchMedia('(any-pointer: coarse)').matches) return;
    let stop: () => void = () => undefined;
    let gone = false;
    void import('./touch').then(({ followTouch }) => {
      if (!gone) stop = followTouch(list, context, () => messages.current);
    });
    return () => {
      gone = true;
      stop();
    };
  }, [context]);
}
