import { dayNumber } from '../../../i18n/format';

/** Messages of one sender within this time stand as one group. */
export const GROUP_MS = 5 * 60_000;

/** What the rows are made from; the timeline's messages fit. */
export interface RowSource {
  readonly key: string;
  /** Its place in the log; none while it waits to be sent. */
  readonly seq?: number | undefined;
  readonly senderId: string;
  readonly createdAt: number;
  /** Shown as a quiet line: a system message or one that was recalled. */
  readonly quiet: boolean;
}

export type Row<T extends RowSource> =
  | { readonly kind: 'start'; readonly key: string }
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'unread'; readonly key: string }
  | { readonly kind: 'quiet'; readonly key: string; readonly item: T }
  | { readonly kind: 'message'; readonly key: string; readonly item: T; readonly first: boolean; readonly last: boolean };

interface RowOptions {
  /** The new-messages line stands before the first message of another person behind this seq. */
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

/** Messages in the order of the log, with day lines, the new-messages line and groups. Keys stay the same while a message is confirmed. */
export function buildRows<T extends RowSource>(items: readonly T[], { unreadAfterSeq, myId, reachedStart }: RowOptions): Row<T>[] {
  const rows: Row<T>[] = reachedStart && items.length > 0 ? [{ kind: 'start', key: 'start' }] : [];
  const isUnread = ({ seq, senderId, quiet }: T) =>
    seq !== undefined && unreadAfterSeq !== null && seq > unreadAfterSeq && senderId !== myId && !quiet;
  const [oldest] = items;
  // Whether the oldest loaded message begins a group or a day is known only with the one before it; drawn too early, it would change
  // its height under the reader when that comes. It is held back for that moment.
  const held = !reachedStart && items.length > 1 && oldest !== undefined && !isUnread(oldest) ? oldest : undefined;
  let day = held && dayNumber(held.createdAt);
  let lined = unreadAfterSeq === null;
  let broken = false;
  items.forEach((item, i) => {
    if (item === held) return;
    const itemDay = dayNumber(item.createdAt);
    // A clock that ran backwards does not bring an earlier day back: one line a day at most, in log order.
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
