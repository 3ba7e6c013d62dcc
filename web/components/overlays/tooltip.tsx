import { useEffect, useRef } from 'preact/hooks';
import { place } from './place';

const DELAY_MS = 500;
const GAP = 6;

/** One tooltip for all: shows the `data-tip` of what the mouse rests on or the keyboard reached. Mounted once; touch has none. */
export function TooltipHost() {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let timer = 0;
    /** Whose tip is shown or about to be, and what asked for it. */
    let current: { readonly target: Element; readonly by: string } | null = null;
    /** The person moves the focus; else a dialog that opens puts it on its first button, and the tip would lie on what was opened to be read. */
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
      // What comes to lie under a mouse at rest says nothing to the one at the keyboard.
      if (target === null && event.type === 'pointerover' && current?.by === 'focusin') return;
      hide();
      if (target === null || (event.type === 'focusin' && !(moving && target.matches(':focus-visible')))) return;
      current = { target, by: event.type };
      timer = window.setTimeout(() => show(target), DELAY_MS);
    };
    /** Something moved; elsewhere, as where a message arrives, it is none of the tip's business. */
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
