import { signal } from '@preact/signals';

/** The open emoji picker: its place, and the receiver of its choices. */
export interface OpenPicker {
  readonly at: DOMRect;
  /** `once`: the first choice closes it. `many`: it stays open until the user closes it. */
  readonly choices: 'once' | 'many';
  readonly onPick: (emoji: string) => void;
  /** Runs after the user closed the picker, not when the screen below it closes. */
  readonly onDone?: () => void;
}

export const emojiPicker = signal<OpenPicker | null>(null);

export function openEmojiPicker(anchor: Element, picker: Omit<OpenPicker, 'at'>): void {
  emojiPicker.value = { ...picker, at: anchor.getBoundingClientRect() };
}
