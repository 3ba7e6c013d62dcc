import { expect, test } from 'vitest';
import type { Up, UpOf } from '../../protocol/up';
import { SimClock } from '../testing/sim-clock';
import { Pages } from './pages';

test('SEND-8 a rate-limited pull does not fail: the page is requested over HTTP after the pull times out', async () => {
  const clock = new SimClock(1);
  const sent: Up[] = [];
  const overHttp = { messages: [], changes: [], hasMore: true };
  const pages = new Pages({
    clock,
    api: { page: async () => ({ ok: true, value: overHttp }) },
    send: (frame) => sent.push(frame) > 0,
  });
  const page = pages.get('c', { after: 0 }, 50);
  const { requestId } = sent[0] as UpOf<'pull'>;
  pages.refused({ type: 'error', code: 'rate_limited', message: 'Wait.', retryable: true, retryAfterMs: 100, requestId });
  await clock.advance(3000);
  expect(await page).toEqual({ ok: true, value: overHttp });
});
