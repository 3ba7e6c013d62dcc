import { useState } from 'preact/hooks';

export interface Listbox {
  /** The index of the selected entry, for `aria-selected` and `aria-activedescendant`. */
  readonly at: number;
  readonly pick: (index: number) => void;
  /** Handles a key of the text field that keeps the focus. Returns whether the key belonged to the list. */
  readonly steer: (event: KeyboardEvent) => boolean;
}

/** Selects an entry of a list: arrows move and wrap around, Enter chooses. `alsoChoose`: more keys that choose. */
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
