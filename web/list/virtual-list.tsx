import type { ComponentChildren, RefObject } from 'preact';
import { useCallback, useImperativeHandle, useLayoutEffect, useRef } from 'preact/hooks';
import { END_THRESHOLD_PX, useRowVirtualizer } from './virtualizer';

/** The commands of a list. */
export interface ListHandle {
  readonly element: () => HTMLDivElement | null;
  readonly toEnd: (behavior?: 'auto' | 'smooth') => void;
  readonly toIndex: (index: number, align: 'center' | 'start' | 'end') => void;
  readonly isAtEnd: () => boolean;
}

/** What is visible after a scroll or a render. */
export interface ListView {
  /** The indices of the first and the last visible row. */
  readonly first: number;
  readonly last: number;
  /** The index of the last row that is visible enough to count as read. */
  readonly lastSeen: number;
  readonly atEnd: boolean;
  readonly offset: number;
  /** The height of the viewport. */
  readonly height: number;
  readonly distanceToStart: number;
  readonly distanceToEnd: number;
}

/** This much of a row, from its top, must be visible to count as read; a sliver at the edge is not enough. */
const READ_PX = 24;

interface VirtualListProps {
  count: number;
  keyOf: (index: number) => string;
  estimateSize: (index: number) => number;
  row: (index: number) => ComponentChildren;
  /** The last row is the newest, and appended rows are new. Otherwise they are older ones that a reader at the end reads next. */
  reachedEnd?: boolean;
  /** Where the list opens: at the end, or with this row near the top. */
  startAt?: { readonly index: number; readonly align: 'center' | 'start' } | undefined;
  onView: (view: ListView) => void;
  handle: RefObject<ListHandle | null>;
  class?: string;
}

export function VirtualList(props: VirtualListProps) {
  const { count, keyOf, estimateSize, row, reachedEnd = true, startAt, onView, handle, class: extra = '' } = props;
  const scroller = useRef<HTMLDivElement>(null);
  // Rows that complete the list extend a provisional end; they are not new.
  const hadReachedEnd = useRef(reachedEnd);
  useLayoutEffect(() => {
    hadReachedEnd.current = reachedEnd;
  });
  const follow = reachedEnd && hadReachedEnd.current;
  const virtualizer = useRowVirtualizer({ count, keyOf, estimateSize, scroller: () => scroller.current, follow });
  const latestOnView = useRef(onView);
  latestOnView.current = onView;

  const report = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const top = element.scrollTop;
    const bottom = top + element.clientHeight;
    const items = virtualizer.getVirtualItems();
    const lead = Math.max(0, element.clientHeight - virtualizer.getTotalSize());
    const shown = items.filter((item) => item.end + lead > top && item.start + lead < bottom);
    const distanceToEnd = Math.max(0, element.scrollHeight - bottom);
    latestOnView.current({
      first: shown[0]?.index ?? 0,
      last: shown[shown.length - 1]?.index ?? -1,
      lastSeen: shown.findLast((item) => bottom - item.start - lead >= Math.min(item.size, READ_PX))?.index ?? -1,
      atEnd: distanceToEnd <= END_THRESHOLD_PX,
      offset: top,
      height: element.clientHeight,
      distanceToStart: top,
      distanceToEnd,
    });
  }, [virtualizer]);

  useLayoutEffect(() => {
    if (startAt === undefined) virtualizer.scrollToEnd();
    else virtualizer.scrollToIndex(startAt.index, { align: startAt.align });
    // The opening position applies to the first render only.
  }, [virtualizer]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    element.addEventListener('scroll', report, { passive: true });
    return () => element.removeEventListener('scroll', report);
  }, [report]);
  useLayoutEffect(report);

  useImperativeHandle<ListHandle | null, ListHandle>(handle, () => ({
    element: () => scroller.current,
    toEnd: (behavior = 'auto') => virtualizer.scrollToEnd({ behavior }),
    toIndex: (index, align) => virtualizer.scrollToIndex(index, { align }),
    isAtEnd: () => virtualizer.isAtEnd(END_THRESHOLD_PX),
  }));

  return (
    <div class={`vlist ${extra}`} ref={scroller}>
      {/* Keeps a short conversation at the bottom. */}
      <div class="vlist-fill">
        <div class="vlist-sizer" style={{ height: `${virtualizer.getTotalSize()}px` }}>
          {virtualizer.getVirtualItems().map((item) => (
            <div
              key={item.key}
              class="vlist-row"
              data-index={item.index}
              ref={virtualizer.measureElement}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {row(item.index)}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
