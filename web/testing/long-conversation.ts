import { expect } from 'vitest';
import type { TimelineMessage } from '../model/timeline';
import { type FakeModel, fakeModel, inboxItem, message, SELF, summary, user } from './fake-model';
import { mountApp } from './mount';

export const AT = new Date(2026, 10, 21, 15, 20).getTime();
const MINUTE_MS = 60_000;

export const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('article')];
export const scroller = (): HTMLElement => document.querySelector<HTMLElement>('.vlist') as HTMLElement;
export const distanceToEnd = (): number => Math.round(scroller().scrollHeight - scroller().scrollTop - scroller().clientHeight);
export const shown = (text: string): HTMLElement | undefined => rows().find((row) => row.textContent?.includes(text));

/** The messages between two seqs, a minute apart; every third is an own one. */
export const said = (from: number, to: number, startAt = AT - MINUTE_MS): TimelineMessage[] =>
  Array.from({ length: to - from + 1 }, (_, i) =>
    message(from + i, (from + i) % 3 === 1 ? SELF.id : 'li', { text: `第 ${from + i} 条消息`, at: startAt + i * MINUTE_MS }),
  );

const RESTING_FRAMES = 20;
const RESTING_MS = 300;

/** Resolves when the list has not changed for a while, in frames and in ms, because a busy machine draws fewer frames. */
export async function atRest(): Promise<void> {
  const look = () => {
    const list = document.querySelector('.vlist');
    return list === null ? '' : [list.scrollTop, list.scrollHeight, list.clientHeight, ...rows().map((row) => row.dataset.key)].join();
  };
  let before = look();
  let since = performance.now();
  for (let still = 0; still < RESTING_FRAMES || performance.now() - since < RESTING_MS; ) {
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const now = look();
    if (now !== before) since = performance.now();
    still = now === before ? still + 1 : 0;
    before = now;
  }
}

/** Opens a conversation with `count` messages and waits until the list is at rest. */
export async function openLong(count: number, firstUnreadAfter: number | null = null): Promise<FakeModel> {
  const fake = fakeModel();
  fake.users.set('li', user('li', '李四'));
  fake.items.value = [inboxItem(summary('c1', { title: '李四', peerId: 'li' }))];
  fake.rows.value = said(1, count, AT - count * MINUTE_MS);
  fake.firstUnreadAfter = firstUnreadAfter;
  await mountApp(fake, { route: { page: 'conversation', id: 'c1' }, at: AT });
  await expect.poll(() => rows().length).toBeGreaterThan(5);
  if (firstUnreadAfter === null) await expect.poll(distanceToEnd).toBe(0);
  await atRest();
  return fake;
}
