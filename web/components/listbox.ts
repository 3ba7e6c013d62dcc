import { useState } from 'preact/hooks';

export interface Listbox {
  /** The index of the picked entry, for `aria-selected` and `aria-activedescendant`. */
  readonly at: number;
  readonly pick: (index: number) => void;
  /** Takes a key of the text field that keeps the focus. Says whether it was one of the list's. */
  readonly steer: (event: KeyboardEvent) => boolean;
}

/** One picked entry out of a list that arrows go through, wrapping round, and Enter chooses from. `alsoChoose`: further keys that choose. */
export function useListbox<T>(items: readonly T[], choose: (item: T) => void, alsoChoose?: string): Listbox {
  const [picked, pick] = useState(0);
  const count = items.length;
  const at = Math.min(picked, Math.max(0, count - 1));
  const steer = (event: KeyboardEvent): boolean => {
    const item = items[at];
    if (item === undefined) return false;
    if (event.key === 'ArrowDown') pick((at + 1) % count);
    else if (event.key === 'ArrowUp') pick((at + count - 1) % count);
    else if ((event.key === 'Enter' && !event.shiftKey) || event.key === alsoChoose) choose(item);
    else return false;
    return true;
  };
  return { at, pick, steer };
}
