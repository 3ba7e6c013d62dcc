import { elementScroll, observeElementOffset, observeElementRect, Virtualizer, type VirtualizerOptions } from '@tanstack/virtual-core';
import { options } from 'preact';
import { useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';

export type RowVirtualizer = Virtualizer<HTMLDivElement, HTMLDivElement>;

/** Within this many pixels of the end, the reader is at the end. */
export const END_THRESHOLD_PX = 80;

/** Room below the last row. It belongs to no row: the last one that is drawn changes with every frame of scrolling. */
export const END_ROOM_PX = 6;

/** Runs a state change and renders it in the same task: a scroll correction and its rows must reach the screen together. */
function renderNow(change: () => void): void {
  const deferred = options.debounceRendering;
  let run: (() => void) | undefined;
  options.debounceRendering = (callback) => {
    run = callback;
  };
  try {
    change();
    run?.();
  } finally {
    if (deferred === undefined) delete options.debounceRendering;
    else options.debounceRendering = deferred;
  }
}

interface Settings {
  readonly count: number;
  readonly keyOf: (index: number) => string;
  readonly estimateSize: (index: number) => number;
  readonly scroller: () => HTMLDivElement | null;
  /** Whoever is at the end goes on to what is appended. */
  readonly follow: boolean;
}

/** A virtual list anchored at its end, for rows whose heights are known only once they are drawn. */
export function useRowVirtualizer({ count, keyOf, estimateSize, scroller, follow }: Settings): RowVirtualizer {
  const [, render] = useReducer<number, void>((version) => version + 1, 0);
  // Rows are measured as their refs are set, in the middle of a commit; rendering at that moment would nest commits.
  const measuring = useRef(false);
  const settings: VirtualizerOptions<HTMLDivElement, HTMLDivElement> = {
    count,
    getItemKey: keyOf,
    estimateSize,
    getScrollElement: scroller,
    anchorTo: 'end',
    followOnAppend: follow,
    scrollEndThreshold: END_THRESHOLD_PX,
    overscan: 8,
    paddingEnd: END_ROOM_PX,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: (_, sync) => {
      if (sync && !measuring.current) renderNow(() => render());
      else render();
    },
  };
  const [virtualizer] = useState(() => {
    const made: RowVirtualizer = new Virtualizer(settings);
    const measure = made.measureElement;
    made.measureElement = (node) => {
      measuring.current = true;
      try {
        measure(node);
      } finally {
        measuring.current = false;
      }
    };
    return made;
  });
  virtualizer.setOptions(settings);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  useEndWhileResized(virtualizer, scroller);
  return virtualizer;
}

/** Stays at the end when the viewport itself shrinks: a phone's keyboard, a growing composer. The virtualizer watches rows only. */
function useEndWhileResized(virtualizer: RowVirtualizer, scroller: () => HTMLDivElement | null): void {
  useLayoutEffect(() => {
    const element = scroller();
    if (element === null) return;
    let height = element.clientHeight;
    let atEnd = true;
    // A scroll event that a resize caused says nothing about what the reader wants.
    const onScroll = () => {
      if (element.clientHeight === height) atEnd = virtualizer.isAtEnd(END_THRESHOLD_PX);
    };
    const observer = new ResizeObserver(() => {
      if (element.clientHeight === height) return;
      height = element.clientHeight;
      if (atEnd) virtualizer.scrollToEnd();
    });
    element.addEventListener('scroll', onScroll, { passive: true });
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, [virtualizer]);
}
