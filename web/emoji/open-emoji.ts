import { signal } from '@preact/signals';

/** The open emoji picker: where it belongs and what it gives its choices to. */
export interface OpenPicker {
  readonly at: DOMRect;
  /** `once`: the first choice closes it. `many`: it stays open until the person closes it. */
  readonly choices: 'once' | 'many';
  readonly onPick: (emoji: string) => void;
  /** After the picker closed by the person's choice, not because the screen below it is left. */
  readonly onDone?: () => void;
}

export const emojiPicker = signal<OpenPicker | null>(null);

export function openEmojiPicker(anchor: Element, picker: Omit<OpenPicker, 'at'>): void {
  emojiPicker.value = { ...picker, at: anchor.getBoundingClientRect() };
}
