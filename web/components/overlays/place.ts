/** Kept free between a popover and the edge of the window, in CSS pixels. */
const EDGE = 8;

export interface Placement {
  /** The side to take where there is room on it; else the other one. */
  readonly side: 'above' | 'below';
  /** `start`: edges in line, the other edge where that side has no room. `center`: middles in line. */
  readonly align: 'start' | 'center';
  /** Between the popover and what it belongs to, in CSS pixels. */
  readonly gap: number;
}

const within = (at: number, size: number, room: number): number => Math.max(EDGE, Math.min(at, room - size - EDGE));

/** Puts a shown popover beside `box`, whole inside the window. A point is a box without a size. */
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
