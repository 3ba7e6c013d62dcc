import { useEffect, useRef } from 'preact/hooks';
import { place } from './place';

const DELAY_MS = 500;
const GAP = 6;

/** The only tooltip: shows the `data-tip` of the hovered or keyboard-focused element. Mounted once; touch has none. */
export function TooltipHost() {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let timer = 0;
    /** The element whose tip is shown or about to be, and whether hover or focus asked for it. */
    let current: { readonly target: Element; readonly by: string } | null = null;
    /** The user moved the focus by keyboard. A dialog that opens focuses its first button itself, and a tip would cover the dialog. */
    let moving = false;
    const hide = () => {
      window.clearTimeout(timer);
      current = null;
      if (ref.current?.matches(':popover-open') === true) ref.current.hidePopover();
    };
    const show = (target: Element) => {
      const tip = ref.current;
      const text = target.getAttribute('data-tip');
      if (tip === null || text === null || !target.isConnected) return;
      tip.textContent = text;
      tip.showPopover();
      place(tip, target.getBoundingClientRect(), { side: 'below', align: 'center', gap: GAP });
    };
    const over = (event: Event) => {
      if (event instanceof PointerEvent && event.pointerType !== 'mouse') return;
      const target = event.target instanceof Element ? event.target.closest('[data-tip]') : null;
      // An element that moves under a resting mouse must not replace the tip of a keyboard user.
      if (target === null && event.type === 'pointerover' && current?.by === 'focusin') return;
      hide();
      if (target === null || (event.type === 'focusin' && !(moving && target.matches(':focus-visible')))) return;
      current = { target, by: event.type };
      timer = window.setTimeout(() => show(target), DELAY_MS);
    };
    /** Hides the tip if its element moved; scrolling elsewhere, such as an arriving message, keeps it. */
    const scrolled = ({ target }: Event) => {
      if (current !== null && target instanceof Node && target.contains(current.target)) hide();
    };
    const press = (event: Event) => {
      moving = event instanceof KeyboardEvent && /^(Tab|Arrow.*|Home|End|Page.*|F6)$/.test(event.key);
      hide();
    };
    const events = ['pointerover', 'focusin'] as const;
    const presses = ['pointerdown', 'keydown'] as const;
    for (const name of events) document.addEventListener(name, over);
    document.addEventListener('focusout', hide, { capture: true });
    document.addEventListener('scroll', scrolled, { capture: true, passive: true });
    for (const name of presses) document.addEventListener(name, press, { capture: true, passive: true });
    return () => {
      hide();
      for (const name of events) document.removeEventListener(name, over);
      document.removeEventListener('focusout', hide, { capture: true });
      document.removeEventListener('scroll', scrolled, { capture: true });
      for (const name of presses) document.removeEventListener(name, press, { capture: true });
    };
  }, []);
  return <div ref={ref} class="tooltip" popover="manual" aria-hidden="true" dir="auto" />;
}
