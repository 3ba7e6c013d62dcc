import { signal } from '@preact/signals';

/** The open emoji picker: where it belongs and what it gives its choice to. */
export interface OpenPicker {
  readonly at: DOMRect;
  readonly onPick: (emoji: string) => void;
}

export const emojiPicker = signal<OpenPicker | null>(null);

export function openEmojiPicker(anchor: Element, onPick: (emoji: string) => void): void {
  emojiPicker.value = { at: anchor.getBoundingClientRect(), onPick };
}
