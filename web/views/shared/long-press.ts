const LONG_PRESS_MS = 450;
const MOVE_TOLERANCE_PX = 10;
/** How long after a press the browser may still send its own events for it, ms. */
const ECHO_MS = 800;

/**
 * Calls `onPress` when a finger rests on an element that matches `selector`, with the position in client pixels. Suppresses the click or
 * context menu that the browser makes of the same press. Returns a function that stops it. Phone Safari sends no `contextmenu`, hence
 * the own timer.
 */
export function followLongPress(
  list: HTMLElement,
  selector: string,
  onPress: (element: HTMLElement, x: number, y: number) => void,
  starts: (touch: Touch) => boolean = () => true,
): () => void {
  let pressed: { readonly x: number; readonly y: number; readonly timer: number } | null = null;
  let firedAt = Number.NEGATIVE_INFINITY;
  let held = false;
  const end = () => {
    if (pressed !== null) window.clearTimeout(pressed.timer);
    pressed = null;
  };
  const swallow = (event: Event) => {
    if (!held && performance.now() - firedAt > ECHO_MS) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onStart = (event: TouchEvent) => {
    end();
    held = false;
    const touch = event.touches[0];
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
    if (touch === undefined || event.touches.length > 1 || element === null || !starts(touch)) return;
    const { clientX: x, clientY: y } = touch;
    const timer = window.setTimeout(() => {
      pressed = null;
      held = true;
      navigator.vibrate?.(12);
      onPress(element, x, y);
    }, LONG_PRESS_MS);
    pressed = { x, y, timer };
  };
  const onMove = (event: TouchEvent) => {
    const touch = event.touches[0];
    if (touch === undefined || pressed === null) return;
    if (Math.hypot(touch.clientX - pressed.x, touch.clientY - pressed.y) >= MOVE_TOLERANCE_PX) end();
  };
  const onEnd = (event: TouchEvent) => {
    end();
    if (!held) return;
    held = false;
    firedAt = performance.now();
    // Otherwise the browser makes a click of it and opens the pressed element.
    if (event.cancelable) event.preventDefault();
  };
  const onCancel = () => {
    end();
    if (held) firedAt = performance.now();
    held = false;
  };
  list.addEventListener('contextmenu', swallow, { capture: true });
  list.addEventListener('click', swallow, { capture: true });
  list.addEventListener('touchstart', onStart, { passive: true });
  list.addEventListener('touchmove', onMove, { passive: true });
  list.addEventListener('touchend', onEnd);
  list.addEventListener('touchcancel', onCancel);
  return () => {
    end();
    list.removeEventListener('contextmenu', swallow, { capture: true });
    list.removeEventListener('click', swallow, { capture: true });
    list.removeEventListener('touchstart', onStart);
    list.removeEventListener('touchmove', onMove);
    list.removeEventListener('touchend', onEnd);
    list.removeEventListener('touchcancel', onCancel);
  };
}
