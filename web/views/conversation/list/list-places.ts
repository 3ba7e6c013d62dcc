import type { ListView } from '../../../list/virtual-list';
import type { TimelineMessage } from '../../../model/timeline';
import type { Row } from './rows';

interface PlacedRow {
  readonly key: string;
  readonly index: number;
}

/** The row that Tab reaches: the current one while it is drawn, else the last drawn one. */
export function reachableKey(
  rows: readonly PlacedRow[],
  currentKey: string | null,
  edge: { readonly first: number; readonly last: number } | null,
): string | null {
  if (edge === null) return rows[rows.length - 1]?.key ?? null;
  const drawn = rows.filter(({ index }) => index >= edge.first && index <= edge.last);
  return drawn.find(({ key }) => key === currentKey)?.key ?? drawn[drawn.length - 1]?.key ?? null;
}

/** The day of the row, as epoch ms of that day's first message. */
export function dayAbove(rows: readonly Row<TimelineMessage>[], index: number): number | null {
  for (let i = index; i >= 0; i--) {
    const row = rows[i];
    if (row?.kind === 'day') return row.at;
  }
  return null;
}

/** The first visible message that has a seq. */
export function firstSeq(rows: readonly Row<TimelineMessage>[], { first, last }: ListView): number | null {
  for (let i = first; i <= last; i++) {
    const row = rows[i];
    if (row !== undefined && 'item' in row && row.item.seq !== undefined) return row.item.seq;
  }
  return null;
}
