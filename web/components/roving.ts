type Axis = 'vertical' | 'horizontal' | 'both';

const STEPS: Record<Axis, Readonly<Record<string, number>>> = {
  vertical: { ArrowDown: 1, ArrowUp: -1 },
  horizontal: { ArrowRight: 1, ArrowLeft: -1 },
  both: { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 },
};

/** The index of the item, out of `count`, that a key moves to from `from`; undefined if the key moves nothing. Wraps around. */
export function nextIndex(key: string, from: number, count: number, axis: Axis): number | undefined {
  if (count === 0) return undefined;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = STEPS[axis][key];
  if (step === undefined) return undefined;
  if (from < 0) return step > 0 ? 0 : count - 1;
  return (from + step + count) % count;
}

/** Moves the focus among `items` by arrows, Home, End and first letter. Returns whether it did. */
export function moveFocus(event: KeyboardEvent, items: ArrayLike<HTMLElement>, axis: Axis): boolean {
  const usable = Array.from(items).filter((item) => !(item instanceof HTMLButtonElement && item.disabled));
  const from = usable.indexOf(document.activeElement as HTMLElement);
  const next = nextIndex(event.key, from, usable.length, axis);
  if (next !== undefined) {
    usable[next]?.focus();
    return true;
  }
  if (event.key.length !== 1 || event.key === ' ' || event.ctrlKey || event.metaKey || event.altKey) return false;
  const letter = event.key.toLocaleLowerCase();
  const ordered = [...usable.slice(from + 1), ...usable.slice(0, from + 1)];
  const found = ordered.find((item) => (item.textContent ?? '').trim().toLocaleLowerCase().startsWith(letter));
  found?.focus();
  return found !== undefined;
}
