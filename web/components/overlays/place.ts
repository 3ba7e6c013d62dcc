/** The minimum distance between a popover and the edge of the window, in CSS pixels. */
const EDGE = 8;

export interface Placement {
  /** The preferred side; the other one if that has no room. */
  readonly side: 'above' | 'below';
  /** `start`: aligns the leading edges, or the trailing edges if there is no room. `center`: aligns the centres. */
  readonly align: 'start' | 'center';
  /** The distance between the popover and its anchor, in CSS pixels. */
  readonly gap: number;
}

const within = (at: number, size: number, room: number): number => Math.max(EDGE, Math.min(at, room - size - EDGE));

/** Places a shown popover beside `box`, entirely inside the window. A point is a box without a size. */
export function place(popover: HTMLElement, box: DOMRectReadOnly, { side, align, gap }: Placement): void {
  const { offsetWidth: width, offsetHeight: height } = popover;
  const above = box.top - gap - height;
  const below = box.bottom + gap;
  const fits = side === 'above' ? above >= EDGE : below + height + EDGE <= innerHeight;
  popover.style.top = `${within(fits === (side === 'above') ? above : below, height, innerHeight)}px`;
  popover.style.left = `${within(align === 'center' ? box.left + (box.width - width) / 2 : startOf(popover, box, width), width, innerWidth)}px`;
}

function startOf(popover: HTMLElement, box: DOMRectReadOnly, width: number): number {
  const rtl = getComputedStyle(popover).direction === 'rtl';
  const overflows = box.width > 0 && (rtl ? box.right - width < EDGE : box.left + width + EDGE > innerWidth);
  return overflows !== rtl ? box.right - width : box.left;
}
