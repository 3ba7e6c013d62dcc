import { expect, test, vi } from 'vitest';
import { PresenceNews } from './presence-news';

function setUp() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  const watching = new Set(['ann', 'ben']);
  const sent: string[] = [];
  const news = new PresenceNews({ now: () => Date.now(), shows: (id) => watching.has(id), send: (json) => sent.push(json) });
  return { watching, sent, news };
}

test('presence after a quiet second is sent at once and leaves no timer', () => {
  const { sent, news } = setUp();
  news.add('ann', 'ann came');
  expect([sent, vi.getTimerCount()]).toEqual([['ann came'], 0]);
  vi.advanceTimersByTime(1000);
  news.add('ben', 'ben came');
  expect([sent, vi.getTimerCount()]).toEqual([['ann came', 'ben came'], 0]);
});

test('presence that keeps changing is sent once a second, with the newest state of each user', () => {
  const { sent, news } = setUp();
  news.add('ann', 'ann came');
  for (const what of ['went', 'came', 'went']) {
    vi.advanceTimersByTime(100);
    news.add('ann', `ann ${what}`);
    news.add('ben', `ben ${what}`);
    news.add('eve', `eve ${what}`);
  }
  expect([sent, vi.getTimerCount()]).toEqual([['ann came'], 1]);
  vi.advanceTimersByTime(700);
  expect([sent, vi.getTimerCount()]).toEqual([['ann came', 'ann went', 'ben went'], 0]);
  news.add('ben', 'ben came');
  vi.advanceTimersByTime(999);
  expect(sent.length).toBe(3);
  vi.advanceTimersByTime(1);
  expect(sent.at(-1)).toBe('ben came');
});

test('an answer replaces older news and is dropped if newer news came first', () => {
  const { sent, news } = setUp();
  news.add('ann', 'ann came');
  news.add('ben', 'ben came, long ago');
  news.expectAnswers(['ann', 'ben']);
  news.add('ann', 'ann went');
  news.answer('ann', 'ann is there');
  news.answer('ben', 'ben is away');
  vi.advanceTimersByTime(1000);
  expect(sent).toEqual(['ann came', 'ben is away', 'ann went']);
});

test('presence of a user who is no longer watched is not sent', () => {
  const { sent, watching, news } = setUp();
  news.add('ann', 'ann came');
  news.add('ben', 'ben came');
  watching.delete('ben');
  vi.advanceTimersByTime(1000);
  expect(sent).toEqual(['ann came']);
});
