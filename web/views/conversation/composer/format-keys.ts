/** The formatting shortcuts of other messengers; with Shift where the letter alone is taken. */
const MARKS: Readonly<Record<string, string>> = { b: '**', i: '_', X: '~~', M: '`', P: '||' };

/** The mark that a key with Ctrl or ⌘ puts around the selection; undefined for other keys. */
export function markOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string | undefined {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return undefined;
  return MARKS[event.shiftKey ? event.key.toUpperCase() : event.key.toLowerCase()];
}

/** The new text of the selection, and the new selection relative to its start; existing marks are removed. */
export function wrapped(selected: string, mark: string): { readonly text: string; readonly from: number; readonly to: number } {
  const size = mark.length;
  if (selected.length >= size * 2 && selected.startsWith(mark) && selected.endsWith(mark)) {
    const text = selected.slice(size, -size);
    return { text, from: 0, to: text.length };
  }
  return { text: mark + selected + mark, from: size, to: size + selected.length };
}
