import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import { IconButton } from '../button';
import { useLayer } from '../navigation/layers';

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  footer?: ComponentChildren;
  /** `search`: no visible heading, because the content starts with its own field. */
  kind?: 'plain' | 'search' | 'wide';
}

/** The platform's own modal dialog, which brings the top layer, Esc, the focus trap and the focus return. */
export function Dialog({ title, onClose, children, footer, kind = 'plain' }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  /** A press that began inside, as when selecting text, is no click on the backdrop. */
  const pressedBackdrop = useRef(false);
  useLayer(true, onClose);
  useEffect(() => {
    const dialog = ref.current;
    const opener = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click on the backdrop is a shortcut for Esc, which the platform handles.
    <dialog
      ref={ref}
      class={`dialog dialog-${kind}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        pressedBackdrop.current = event.target === ref.current;
      }}
      onClick={(event) => {
        if (event.target === ref.current && pressedBackdrop.current) onClose();
      }}
    >
      <div class="dialog-box">
        <header class={kind === 'search' ? 'sr-only' : 'dialog-head'}>
          <h2 id={id}>{title}</h2>
          {kind !== 'search' && <IconButton icon="close" label={t('common.close')} onClick={onClose} />}
        </header>
        <div class="dialog-body scroll">{children}</div>
        {footer !== undefined && <footer class="dialog-foot">{footer}</footer>}
      </div>
    </dialog>
  );
}
