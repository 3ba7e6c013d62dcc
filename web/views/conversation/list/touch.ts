import type { TimelineMessage } from '../../../model/model';
import type { ConversationContext } from '../context/conversation-context';

const LONG_PRESS_MS = 450;
const MOVE_TOLERANCE_PX = 10;
const SWIPE_REPLY_PX = 56;
const ECHO_MS = 800;
/** The browser's own back gesture begins this close to the edge. */
const EDGE_PX = 28;

type Gesture =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pressed'; readonly row: HTMLElement; readonly x: number; readonly y: number; readonly timer: number }
  | { readonly kind: 'swiping'; readonly row: HTMLElement; readonly x: number; readonly by: number };

/** Returns what ends it. Long press opens the menu of a message, a swipe towards the start replies. Mouse and pen keep their own ways. */
export function followTouch(list: HTMLElement, context: ConversationContext, messages: () => readonly TimelineMessage[]): () => void {
  let gesture: Gesture = { kind: 'idle' };
  let pressedAt = Number.NEGATIVE_INFINITY;
  // The browser tells of the long press too, a moment later; the menu is open by then.
  const onContextMenu = (event: Event) => {
    if (performance.now() - pressedAt > ECHO_MS) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const messageOf = (row: HTMLElement) => messages().find((message) => message.key === row.dataset.key);
  const end = () => {
    if (gesture.kind === 'pressed') window.clearTimeout(gesture.timer);
    if (gesture.kind === 'swiping') {
      gesture.row.style.transform = '';
      delete gesture.row.dataset.swipe;
    }
    gesture = { kind: 'idle' };
  };
  const onStart = (event: TouchEvent) => {
    end();
    const touch = event.touches[0];
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('article') : null;
    if (touch === undefined || event.touches.length > 1 || row === null || touch.clientX < EDGE_PX || touch.clientX > innerWidth - EDGE_PX)
      return;
    const timer = window.setTimeout(() => {
      end();
      const message = messageOf(row);
      if (message === undefined) return;
      pressedAt = performance.now();
      navigator.vibrate?.(12);
      context.openMenu(message, new MouseEvent('contextmenu', { clientX: touch.clientX, clientY: touch.clientY }), row);
    }, LONG_PRESS_MS);
    gesture = { kind: 'pressed', row, x: touch.clientX, y: touch.clientY, timer };
  };
  const onMove = (event: TouchEvent) => {
    const touch = event.touches[0];
    if (touch === undefined || gesture.kind === 'idle') return;
    const dx = touch.clientX - gesture.x;
    if (gesture.kind === 'pressed') {
      const dy = Math.abs(touch.clientY - gesture.y);
      if (Math.abs(dx) < MOVE_TOLERANCE_PX && dy < MOVE_TOLERANCE_PX) return;
      const { row, x } = gesture;
      end();
      if (dx < 0 && -dx > dy * 1.5) gesture = { kind: 'swiping', row, x, by: 0 };
      return;
    }
    // Once the browser scrolls, it no longer lets itself be stopped.
    if (event.cancelable) event.preventDefault();
    const by = Math.max(-SWIPE_REPLY_PX * 1.4, Math.min(0, dx));
    if (by <= -SWIPE_REPLY_PX && gesture.by > -SWIPE_REPLY_PX) navigator.vibrate?.(8);
    gesture.row.style.transform = `translateX(${by}px)`;
    gesture.row.dataset.swipe = by <= -SWIPE_REPLY_PX ? 'ready' : 'on';
    gesture = { ...gesture, by };
  };
  const onEnd = () => {
    const message = gesture.kind === 'swiping' && gesture.by <= -SWIPE_REPLY_PX ? messageOf(gesture.row) : undefined;
    end();
    if (message !== undefined) context.reply(message);
  };
  list.addEventListener('contextmenu', onContextMenu, { capture: true });
  list.addEventListener('touchstart', onStart, { passive: true });
  list.addEventListener('touchmove', onMove, { passive: false });
  list.addEventListener('touchend', onEnd);
  list.addEventListener('touchcancel', end);
  return () => {
    end();
    list.removeEventListener('contextmenu', onContextMenu, { capture: true });
    list.removeEventListener('touchstart', onStart);
    list.removeEventListener('touchmove', onMove);
    list.removeEventListener('touchend', onEnd);
    list.removeEventListener('touchcancel', end);
  };
}
