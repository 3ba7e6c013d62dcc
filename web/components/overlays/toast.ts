import { signal } from '@preact/signals';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly kind: 'plain' | 'error';
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
  /** Stays until the user closes it or presses its button. */
  readonly sticky: boolean;
}

/** The visible toasts, oldest first. */
export const toasts = signal<readonly Toast[]>([]);
let nextId = 1;

/** Shows a short notice; returns a function that removes it. */
export function toast(text: string, options: { action?: Toast['action']; kind?: Toast['kind']; sticky?: boolean } = {}): () => void {
  const id = nextId++;
  toasts.value = [
    ...toasts.value.slice(-2),
    { id, text, kind: options.kind ?? 'plain', action: options.action, sticky: options.sticky ?? false },
  ];
  return () => dismiss(id);
}

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((shown) => shown.id !== id);
}
