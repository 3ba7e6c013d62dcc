import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import { IconButton } from '../button';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly kind: 'plain' | 'error';
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
  /** Stays until it is closed or acted on. */
  readonly sticky: boolean;
}

/** Long enough to be read and reached. */
const TOAST_MS = 6000;
const toasts = signal<readonly Toast[]>([]);
let nextId = 1;

/** Tells something in passing; returns the function that takes it away. */
export function toast(text: string, options: { action?: Toast['action']; kind?: Toast['kind']; sticky?: boolean } = {}): () => void {
  const id = nextId++;
  toasts.value = [
    ...toasts.value.slice(-2),
    { id, text, kind: options.kind ?? 'plain', action: options.action, sticky: options.sticky ?? false },
  ];
  return () => dismiss(id);
}

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}

/** Mounted once; a manual popover, so that toasts stand above dialogs. */
export function ToastHost() {
  const ref = useRef<HTMLDivElement>(null);
  const shown = toasts.value;
  const any = shown.length > 0;
  useEffect(() => {
    const host = ref.current;
    if (host === null) return;
    if (host.matches(':popover-open')) host.hidePopover();
    if (any) host.showPopover();
  }, [any, shown]);
  return (
    <div ref={ref} class="toasts" popover="manual" role="status" aria-live="polite">
      {shown.map((one) => (
        <ToastCard key={one.id} toast={one} />
      ))}
    </div>
  );
}

function ToastCard({ toast: one }: { toast: Toast }) {
  const held = useRef(false);
  useEffect(() => {
    if (one.sticky) return;
    let timer = window.setTimeout(function end() {
      if (held.current) timer = window.setTimeout(end, 1000);
      else dismiss(one.id);
    }, TOAST_MS);
    return () => window.clearTimeout(timer);
  }, [one]);
  const hold = (on: boolean) => () => {
    held.current = on;
  };
  return (
    <div
      class={`toast toast-${one.kind}`}
      onPointerEnter={hold(true)}
      onPointerLeave={hold(false)}
      onFocusIn={hold(true)}
      onFocusOut={hold(false)}
    >
      <span class="toast-text" dir="auto">
        {one.text}
      </span>
      {one.action !== undefined && (
        <button
          type="button"
          class="toast-action"
          onClick={() => {
            dismiss(one.id);
            one.action?.run();
          }}
        >
          {one.action.label}
        </button>
      )}
      <IconButton icon="close" label={t('common.close')} class="toast-close" onClick={() => dismiss(one.id)} />
    </div>
  );
}
