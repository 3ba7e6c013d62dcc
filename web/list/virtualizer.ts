import { elementScroll, observeElementOffset, observeElementRect, Virtualizer, type VirtualizerOptions } from '@tanstack/virtual-core';
import { options } from 'preact';
import { useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';

export type RowVirtualizer = Virtualizer<HTMLDivElement, HTMLDivElement>;

/** The reader is at the end within this distance, in pixels. */
export const END_THRESHOLD_PX = 80;

/** The room below the last row. It belongs to no row, because the last drawn row changes with every frame of scrolling. */
export const END_ROOM_PX = 6;

/** Renders a state change in the same task: a scroll correction and its rows must reach the screen together. */
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
  /** A reader at the end follows appended rows. */
  readonly follow: boolean;
}

/** A virtual list anchored at its end, for rows whose heights are known only after they are drawn. */
export function useRowVirtualizer({ count, keyOf, estimateSize, scroller, follow }: Settings): RowVirtualizer {
  const [, render] = useReducer<number, void>((version) => version + 1, 0);
  // Refs measure rows in the middle of a commit; rendering at that moment would nest commits.
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

/** Keeps the end in view when the viewport shrinks: a phone's keyboard, a growing composer. The virtualizer observes rows only. */
function useEndWhileResized(virtualizer: RowVirtualizer, scroller: () => HTMLDivElement | null): void {
  useLayoutEffect(() => {
    const element = scroller();
    if (element === null) return;
    let height = element.clientHeight;
    let atEnd = true;
    // A scroll event caused by a resize does not express what the reader wants.
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
