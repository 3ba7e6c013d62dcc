import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { memo } from '../../../components/memo';
import { formatDay, timeZone } from '../../../i18n/format';
import { locale, t } from '../../../i18n/i18n';
import { type ListHandle, type ListView, VirtualList } from '../../../list/virtual-list';
import type { TimelineMessage } from '../../../model/timeline';
import { viewOf } from '../bodies/registry';
import type { ConversationContext } from '../context/conversation-context';
import { JumpButtons } from './jump-buttons';
import { type JumpTarget, useEnding, useIdleFlag, useJump, useSettled, useTouchGestures } from './list-hooks';
import { dayAbove, firstSeq, reachableKey } from './list-places';
import { RowView } from './row-view';
import { buildRows, type Row } from './rows';

interface MessageListProps {
  messages: readonly TimelineMessage[];
  context: ConversationContext;
  unreadAfterSeq: number | null;
  reachedStart: boolean;
  /** False while the window of messages ends before the newest. */
  reachedEnd: boolean;
  unread: number;
  /** The number of unread messages that mention the reader. */
  mentions: number;
  now: number;
  target: JumpTarget | null;
  /** A request to scroll to the end of the log; a new object is a new request. */
  ending: object | null;
  selected: ReadonlySet<string> | null;
  actions: ListActions;
  /** There is a jump to return from. */
  canReturn: boolean;
  /** Where to open if everything is read. */
  place: number | null;
}

/** The list's calls to the conversation; the same object while the conversation is open. */
export interface ListActions {
  readonly loadOlder: () => void;
  readonly loadNewer: () => void;
  /** Jumps to the end of the log, possibly outside the window. */
  readonly latest: () => void;
  /** Jumps to the first unread message that mentions the reader. */
  readonly toMention: () => void;
  /** Returns to where a jump began. */
  readonly goBack: () => void;
  /** Reports the first visible message while scrolled up, null at the end: where to open next time. */
  readonly placed: (seq: number | null) => void;
  /** Reports the highest seq that was visible in a focused window. */
  readonly seen: (seq: number) => void;
  readonly focusComposer: () => void;
}

/** Loading starts at this distance from the edge, in screens. */
const AHEAD_SCREENS = 1.5;
const DAY_IDLE_MS = 1200;
const OPENING_MS = 600;
/** The usual duration of a fling, ms. */
const TOUCH_MS = 2500;
/** The rows beyond the screen that are certainly drawn. */
const EDGE_ROWS = 4;
/** The list decides which row Tab reaches after scrolling has stopped, because each change renders the list. */
const EDGE_SETTLE_MS = 120;

const estimate = (row: Row<TimelineMessage> | undefined): number => {
  if (row === undefined || row.kind !== 'message') return 40;
  return 38 + viewOf(row.item.body).height(row.item.body) + (row.item.replyTo === undefined ? 0 : 48);
};

function List(props: MessageListProps) {
  const { messages, context, actions, unreadAfterSeq, reachedStart, reachedEnd, unread, now, target, selected } = props;
  const rows = useMemo(
    () => buildRows(messages, { unreadAfterSeq, myId: context.myId, reachedStart }),
    // Another time zone moves the day boundaries.
    [messages, unreadAfterSeq, context, reachedStart, timeZone()],
  );
  const handle = useRef<ListHandle | null>(null);
  const view = useRef<ListView | null>(null);
  const openedAt = useRef(performance.now());
  /** When the reader last touched the list. */
  const touchedAt = useRef(Number.NEGATIVE_INFINITY);
  const noteTouch = () => {
    touchedAt.current = performance.now();
  };
  const [atEnd, setAtEnd] = useState(true);
  const [topDay, setTopDay] = useState<number | null>(null);
  const [edge, settleEdge] = useSettled<{ readonly first: number; readonly last: number }>(EDGE_SETTLE_MS);
  const [currentKey, setCurrentKey] = useState<string | null>(null);
  const { flashKey, pending } = useJump(rows, target, handle);
  useEnding(props.ending, reachedEnd, handle);
  const dayShown = useIdleFlag(DAY_IDLE_MS);
  const latest = useRef(props);
  latest.current = props;
  const latestRows = useRef(rows);
  latestRows.current = rows;
  const latestMessages = useRef(messages);
  latestMessages.current = messages;
  useTouchGestures(handle, context, latestMessages);

  const startAt = useMemo(() => {
    if (target !== null) return undefined;
    const line = rows.findIndex((row) => row.kind === 'unread');
    if (line >= 0) return { index: line, align: 'start' } as const;
    const kept = props.place === null ? -1 : rows.findIndex((row) => 'item' in row && row.item.seq === props.place);
    return kept < 0 ? undefined : ({ index: kept, align: 'start' } as const);
  }, []);

  const seen = useCallback(() => {
    const shown = view.current;
    if (shown === null || document.visibilityState !== 'visible' || !document.hasFocus()) return;
    for (let i = shown.lastSeen; i >= shown.first; i--) {
      const row = latestRows.current[i];
      const seq = row !== undefined && 'item' in row ? row.item.seq : undefined;
      if (seq !== undefined) return latest.current.actions.seen(seq);
    }
  }, []);
  useEffect(() => {
    const events = ['focus', 'visibilitychange'] as const;
    for (const name of events) addEventListener(name, seen);
    return () => {
      for (const name of events) removeEventListener(name, seen);
    };
  }, [seen]);

  const onView = useCallback((next: ListView) => {
    const before = view.current;
    view.current = next;
    setAtEnd(next.atEnd);
    const top = latestRows.current[next.first];
    setTopDay(top?.kind === 'day' ? null : dayAbove(latestRows.current, next.first));
    settleEdge({ first: next.first - EDGE_ROWS, last: next.last + EDGE_ROWS });
    // The list also scrolls by itself: to its opening position, and to keep its place while panes open and keyboards rise.
    if (before !== null && before.offset !== next.offset && performance.now() - touchedAt.current < TOUCH_MS) dayShown.touch();
    if (performance.now() - openedAt.current > OPENING_MS)
      latest.current.actions.placed(next.atEnd ? null : firstSeq(latestRows.current, next));
    // The position before a jump does not tell what will be read.
    if (pending()) return;
    if (next.distanceToStart < next.height * AHEAD_SCREENS && !latest.current.reachedStart) latest.current.actions.loadOlder();
    if (next.distanceToEnd < next.height * AHEAD_SCREENS && !latest.current.reachedEnd) latest.current.actions.loadNewer();
    seen();
  }, []);

  const messageRows = useMemo(() => rows.flatMap((row, index) => (row.kind === 'message' ? [{ key: row.key, index }] : [])), [rows]);
  // Tab needs a row that is drawn; the current one may have scrolled out.
  const reachable = reachableKey(messageRows, currentKey, edge);
  const move = (by: number | 'first' | 'last') => {
    const from = messageRows.findIndex((row) => row.key === reachable);
    const to = by === 'first' ? 0 : by === 'last' ? messageRows.length - 1 : from + by;
    if (typeof by === 'number' && to >= messageRows.length) return actions.focusComposer();
    const row = messageRows[Math.max(0, to)];
    if (row === undefined) return;
    setCurrentKey(row.key);
    focusRow(handle.current, row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const steps: Record<string, number | 'first' | 'last'> = {
      ArrowUp: -1,
      ArrowDown: 1,
      PageUp: -8,
      PageDown: 8,
      Home: 'first',
      End: 'last',
    };
    const step = steps[event.key];
    const article = event.target instanceof Element ? event.target.closest<HTMLElement>('article') : null;
    if (step !== undefined) {
      event.preventDefault();
      move(step);
    } else if ((event.key === 'Enter' || event.key === 'ContextMenu') && article !== null && event.target === article) {
      const message = messages.find((candidate) => candidate.key === article.dataset.key);
      if (message === undefined) return;
      event.preventDefault();
      if (selected === null) context.openMenu(message, event, article.querySelector('.bubble') ?? article);
      else context.toggleSelected(message);
    }
  };

  // A new `keyOf` makes the virtualizer measure everything again, and a new `drawRow` makes the list render all its rows.
  const keyOf = useCallback((index: number) => rows[index]?.key ?? String(index), [rows]);
  const estimateSize = useCallback((index: number) => estimate(rows[index]), [rows]);
  const language = locale();
  const drawRow = useCallback(
    (index: number) => {
      const row = rows[index];
      return row === undefined ? null : (
        <RowView
          row={row}
          now={now}
          context={context}
          current={row.key === reachable}
          flash={row.key === flashKey}
          selected={selected}
          language={language}
        />
      );
    },
    [rows, now, context, reachable, flashKey, selected, language],
  );

  return (
    // biome-ignore lint/a11y/useSemanticElements: `log` has no element of its own.
    <div
      class={`messages${selected === null ? '' : ' selecting'}`}
      role="log"
      // The announcer reports new messages once, as a sentence; a live log would read every row that scrolls in.
      aria-live="off"
      aria-label={t('conversation.messages')}
      onKeyDown={(event) => {
        noteTouch();
        onKeyDown(event);
      }}
      onWheel={noteTouch}
      onTouchMove={noteTouch}
      onPointerDown={noteTouch}
      onFocusIn={(event) => {
        const key = event.target instanceof Element ? event.target.closest<HTMLElement>('article')?.dataset.key : undefined;
        if (key !== undefined) setCurrentKey(key);
      }}
    >
      <div class="float-day" data-on={String(topDay !== null && dayShown.on)} aria-hidden="true">
        <span>{topDay === null ? '' : formatDay(topDay, now)}</span>
      </div>
      <MemoList
        count={rows.length}
        keyOf={keyOf}
        estimateSize={estimateSize}
        startAt={startAt}
        onView={onView}
        handle={handle}
        row={drawRow}
        reachedEnd={reachedEnd}
      />
      <JumpButtons
        away={!atEnd || !reachedEnd}
        unread={unread}
        mentions={props.mentions}
        onMention={actions.toMention}
        onReturn={props.canReturn ? actions.goBack : null}
        onLatest={actions.latest}
      />
    </div>
  );
}

/** Skips renders that change none of its props: typing must not render the list. */
export const MessageList = memo(List);

/** Skips renders that leave the rows unchanged: the floating day and the buttons come and go without it. */
const MemoList = memo(VirtualList);

/** How many frames to wait for a row after scrolling to it: about a second. */
const FOCUS_FRAMES_MAX = 60;

function focusRow(list: ListHandle | null, row: { key: string; index: number }): void {
  const find = () => list?.element()?.querySelector<HTMLElement>(`article[data-key="${CSS.escape(row.key)}"]`);
  const there = find();
  if (there !== null && there !== undefined) {
    there.focus({ preventScroll: true });
    there.scrollIntoView({ block: 'nearest' });
    return;
  }
  list?.toIndex(row.index, 'center');
  // The row is drawn within a frame or two, later on a slow machine; the list may correct its position meanwhile, so ask again.
  let frames = 0;
  const look = () => {
    const drawn = find();
    if (drawn !== null && drawn !== undefined) {
      drawn.focus({ preventScroll: true });
      return;
    }
    if (++frames >= FOCUS_FRAMES_MAX) return;
    if (frames % 10 === 0) list?.toIndex(row.index, 'center');
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
