import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TimelineMessage } from '../../../model/timeline';
import { message } from '../../../testing/fake-model';
import type { ConversationContext } from '../context/conversation-context';
import { followTouch } from './touch';

const done: string[] = [];
let stop: () => void = () => undefined;
let row: HTMLElement;

const one: TimelineMessage = message(1, 'li', { text: '你好', at: 0 });
// Only the members that gestures use.
const context = {
  reply: (answered: TimelineMessage) => void done.push(`reply ${answered.seq}`),
  openMenu: (on: TimelineMessage) => void done.push(`menu ${on.seq}`),
} as unknown as ConversationContext;

function touch(type: 'touchstart' | 'touchmove' | 'touchend', x: number, y = 50): TouchEvent {
  const point = new Touch({ identifier: 1, target: row, clientX: x, clientY: y });
  const event = new TouchEvent(type, { touches: type === 'touchend' ? [] : [point], bubbles: true, cancelable: true });
  row.dispatchEvent(event);
  return event;
}

beforeEach(() => {
  done.length = 0;
  const list = document.createElement('div');
  row = document.createElement('article');
  row.dataset.key = one.key;
  list.append(row);
  document.body.append(list);
  stop = followTouch(list, context, () => [one]);
});

afterEach(() => {
  stop();
  row.parentElement?.remove();
});

describe('touch gestures on a message', () => {
  it('reply on a long enough swipe, with a hint under the message', () => {
    touch('touchstart', 200);
    touch('touchmove', 180);
    touch('touchmove', 160);
    expect(row.dataset.swipe).toBe('on');
    touch('touchmove', 130);
    expect(row.dataset.swipe).toBe('ready');
    touch('touchend', 130);
    expect(done).toEqual(['reply 1']);
    expect([row.style.transform, row.dataset.swipe]).toEqual(['', undefined]);
  });

  it('ignore a swipe that is too short, goes the other way or goes up', () => {
    for (const [x, y] of [
      [170, 50],
      [300, 50],
      [190, 0],
    ] as const) {
      touch('touchstart', 200);
      touch('touchmove', (200 + x) / 2, (50 + y) / 2);
      touch('touchmove', x, y);
      touch('touchend', x, y);
    }
    expect(done).toEqual([]);
  });

  it('leave the edges of the screen to the browser', () => {
    for (const x of [10, innerWidth - 10]) {
      touch('touchstart', x);
      touch('touchmove', x - 40);
      expect(touch('touchmove', x - 90).defaultPrevented).toBe(false);
      touch('touchend', x - 90);
    }
    expect(done).toEqual([]);
  });

  it('open the menu once on a long press, even if the browser sends contextmenu too', async () => {
    touch('touchstart', 200);
    await expect.poll(() => done).toEqual(['menu 1']);
    const echo = new MouseEvent('contextmenu', { bubbles: true, cancelable: true });
    row.addEventListener('contextmenu', () => done.push('second menu'));
    row.dispatchEvent(echo);
    touch('touchend', 200);
    expect(done).toEqual(['menu 1']);
    expect(echo.defaultPrevented).toBe(true);
  });
});
