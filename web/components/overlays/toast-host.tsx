import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import { IconButton } from '../button';
import { dismiss, type Toast, toasts } from './toast';

/** Long enough to read the toast and to reach its button. */
const TOAST_MS = 6000;

/** Mounted once; a manual popover, so that toasts appear above dialogs. */
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
      {shown.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  const held = useRef(false);
  useEffect(() => {
    if (toast.sticky) return;
    let timer = window.setTimeout(function end() {
      if (held.current) timer = window.setTimeout(end, 1000);
      else dismiss(toast.id);
    }, TOAST_MS);
    return () => window.clearTimeout(timer);
  }, [toast]);
  const pause = (on: boolean) => () => {
    held.current = on;
  };
  return (
    <div
      class={`toast toast-${toast.kind}`}
      onPointerEnter={pause(true)}
      onPointerLeave={pause(false)}
      onFocusIn={pause(true)}
      onFocusOut={pause(false)}
    >
      <span class="toast-text" dir="auto">
        {toast.text}
      </span>
      {toast.action !== undefined && (
        <button
          type="button"
          class="toast-action"
          onClick={() => {
            dismiss(toast.id);
            toast.action?.run();
          }}
        >
          {toast.action.label}
        </button>
      )}
      <IconButton icon="close" label={t('common.close')} class="toast-close" onClick={() => dismiss(toast.id)} />
    </div>
  );
}
