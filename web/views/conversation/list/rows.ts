import { dayNumber } from '../../../i18n/format';

/** Messages of one sender within this time form a group, ms. */
export const GROUP_MS = 5 * 60_000;

/** The input of a row; the timeline's messages fit. */
export interface RowSource {
  readonly key: string;
  /** Its seq; none while it waits to be sent. */
  readonly seq?: number | undefined;
  readonly senderId: string;
  readonly createdAt: number;
  /** Shown as a quiet line: a system message or a recalled one. */
  readonly quiet: boolean;
}

export type Row<T extends RowSource> =
  | { readonly kind: 'start'; readonly key: string }
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'unread'; readonly key: string }
  | { readonly kind: 'quiet'; readonly key: string; readonly item: T }
  | { readonly kind: 'message'; readonly key: string; readonly item: T; readonly first: boolean; readonly last: boolean };

interface RowOptions {
  /** The new-messages line stands before the first message of another person after this seq. */
  readonly unreadAfterSeq: number | null;
  readonly myId: string;
  readonly reachedStart: boolean;
}

function together(a: RowSource | undefined, b: RowSource | undefined): boolean {
  return (
    a !== undefined &&
    b !== undefined &&
    !a.quiet &&
    !b.quiet &&
    a.senderId === b.senderId &&
    Math.abs(b.createdAt - a.createdAt) < GROUP_MS &&
    dayNumber(a.createdAt) === dayNumber(b.createdAt)
  );
}

/**
 * Makes rows of messages in the order of the log, with day lines, the new-messages line and groups. A message keeps its key when the server
 * confirms it.
 */
export function buildRows<T extends RowSource>(items: readonly T[], { unreadAfterSeq, myId, reachedStart }: RowOptions): Row<T>[] {
  const rows: Row<T>[] = reachedStart && items.length > 0 ? [{ kind: 'start', key: 'start' }] : [];
  const isUnread = ({ seq, senderId, quiet }: T) =>
    seq !== undefined && unreadAfterSeq !== null && seq > unreadAfterSeq && senderId !== myId && !quiet;
  const [oldest] = items;
  // Only the message before it tells whether the oldest loaded message starts a group or a day. Drawn too early, it would change its
  // height when that arrives, so it is left out until then.
  const held = !reachedStart && items.length > 1 && oldest !== undefined && !isUnread(oldest) ? oldest : undefined;
  let day = held && dayNumber(held.createdAt);
  let lined = unreadAfterSeq === null;
  let broken = false;
  items.forEach((item, i) => {
    if (item === held) return;
    const itemDay = dayNumber(item.createdAt);
    // Days never go backwards, even if clocks did: at most one line per day, in log order.
    if (day === undefined || itemDay > day) {
      rows.push({ kind: 'day', key: `day-${itemDay}`, at: item.createdAt });
      day = itemDay;
    }
    broken = false;
    if (!lined && isUnread(item)) {
      const before = rows[rows.length - 1];
      if (before?.kind === 'message') rows[rows.length - 1] = { ...before, last: true };
      rows.push({ kind: 'unread', key: 'unread' });
      lined = true;
      broken = true;
    }
    if (item.quiet) rows.push({ kind: 'quiet', key: item.key, item });
    else
      rows.push({
        kind: 'message',
        key: item.key,
        item,
        first: broken || !together(items[i - 1], item),
        last: !together(item, items[i + 1]),
      });
  });
  return rows;
}
