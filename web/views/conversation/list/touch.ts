import type { TimelineMessage } from '../../../model/timeline';
import { followLongPress } from '../../shared/long-press';
import type { ConversationContext } from '../context/conversation-context';

const MOVE_TOLERANCE_PX = 10;
const SWIPE_REPLY_PX = 56;
/** The browser's own Back gesture starts within this distance of the edge, in pixels. */
const EDGE_PX = 28;

type Gesture =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pressed'; readonly row: HTMLElement; readonly x: number; readonly y: number }
  | { readonly kind: 'swiping'; readonly row: HTMLElement; readonly x: number; readonly by: number };

const awayFromEdges = ({ clientX }: Touch): boolean => clientX >= EDGE_PX && clientX <= innerWidth - EDGE_PX;

/**
 * A long press opens a message's menu, a swipe towards the start replies. Returns a function that stops it. Mouse and pen are not affected.
 */
export function followTouch(list: HTMLElement, context: ConversationContext, messages: () => readonly TimelineMessage[]): () => void {
  let gesture: Gesture = { kind: 'idle' };
  const messageOf = (row: HTMLElement) => messages().find((message) => message.key === row.dataset.key);
  const end = () => {
    if (gesture.kind === 'swiping') {
      gesture.row.style.transform = '';
      delete gesture.row.dataset.swipe;
    }
    gesture = { kind: 'idle' };
  };
  const openMenu = (row: HTMLElement, clientX: number, clientY: number) => {
    end();
    const message = messageOf(row);
    if (message !== undefined) context.openMenu(message, new MouseEvent('contextmenu', { clientX, clientY }), row);
  };
  const onStart = (event: TouchEvent) => {
    end();
    const touch = event.touches[0];
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('article') : null;
    if (touch === undefined || event.touches.length > 1 || row === null || !awayFromEdges(touch)) return;
    gesture = { kind: 'pressed', row, x: touch.clientX, y: touch.clientY };
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
    // Once the browser scrolls, it no longer accepts preventDefault.
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
  const stopPress = followLongPress(list, 'article', openMenu, awayFromEdges);
  list.addEventListener('touchstart', onStart, { passive: true });
  list.addEventListener('touchmove', onMove, { passive: false });
  list.addEventListener('touchend', onEnd);
  list.addEventListener('touchcancel', end);
  return () => {
    end();
    stopPress();
    list.removeEventListener('touchstart', onStart);
    list.removeEventListener('touchmove', onMove);
    list.removeEventListener('touchend', onEnd);
    list.removeEventListener('touchcancel', end);
  };
}
