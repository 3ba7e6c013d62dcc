import type { ListView } from '../../../list/virtual-list';
import type { TimelineMessage } from '../../../model/timeline';
import type { Row } from './rows';

interface PlacedRow {
  readonly key: string;
  readonly index: number;
}

/** The row that Tab reaches: the current one while it is drawn, else the last that is. */
export function reachableKey(
  rows: readonly PlacedRow[],
  currentKey: string | null,
  edge: { readonly first: number; readonly last: number } | null,
): string | null {
  if (edge === null) return rows[rows.length - 1]?.key ?? null;
  const drawn = rows.filter(({ index }) => index >= edge.first && index <= edge.last);
  return drawn.find(({ key }) => key === currentKey)?.key ?? drawn[drawn.length - 1]?.key ?? null;
}

/** The day that the row belongs to, epoch ms of its first message. */
export function dayAbove(rows: readonly Row<TimelineMessage>[], index: number): number | null {
  for (let i = index; i >= 0; i--) {
    const row = rows[i];
    if (row?.kind === 'day') return row.at;
  }
  return null;
}

/** The first message on screen that has a place in the log. */
export function firstSeq(rows: readonly Row<TimelineMessage>[], { first, last }: ListView): number | null {
  for (let i = first; i <= last; i++) {
    const row = rows[i];
    if (row !== undefined && 'item' in row && row.item.seq !== undefined) return row.item.seq;
  }
  return null;
}
