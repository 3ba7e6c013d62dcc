import { signal } from '@preact/signals';
import { cleanup, render } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import type { Page } from '../../protocol/down';
import type { Problem, Result } from '../model/result';
import { realClock } from '../platform/clock';
import { Quotes } from './quotes';

const PAGE: Page = {
  messages: [
    { conversationId: 'a', seq: 7, n: 7, senderId: 'ann', clientMsgId: 'm', createdAt: 1, body: { kind: 'text', text: 'quoted' } },
  ],
  changes: [],
  hasMore: false,
};

/** A drawn row that quotes message 7. Each response arrives in a separate task, like that of a browser's fetch. */
function quoteRow(respond: () => Result<Page>) {
  const isAnswered = signal(true);
  let requests = 0;
  let drawn = 0;
  const quotes = new Quotes({
    clock: realClock,
    isAnswered,
    load: async () => {
      requests++;
      await new Promise((resolve) => setTimeout(resolve, 2));
      return respond();
    },
    rowOf: ({ n: _, ...message }) => ({ ...message, key: 'k', mine: false, quiet: false }),
  });
  const Row = () => {
    drawn++;
    const quote = quotes.get(7);
    return <p>{quote === undefined ? '…' : quote === null ? 'unavailable' : 'there'}</p>;
  };
  const view = render(<Row />);
  return { isAnswered, quotes, text: () => view.container.textContent, requests: () => requests, drawn: () => drawn };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

afterEach(() => cleanup());

describe('a quote that cannot be loaded', () => {
  it.each<Problem>(['offline', 'unavailable', 'rate_limited', 'not_found'])('is not requested on every draw (%s)', async (problem) => {
    const row = quoteRow(() => ({ ok: false, problem }));
    await expect.poll(row.text).toBe('unavailable');
    await pause(500);
    expect(row.requests()).toBe(1);
    expect(row.drawn()).toBeLessThan(4);
    row.quotes.dispose();
  });

  it('is requested again when the link is back', async () => {
    let answer: Result<Page> = { ok: false, problem: 'offline' };
    const row = quoteRow(() => answer);
    await expect.poll(row.text).toBe('unavailable');
    row.isAnswered.value = false;
    answer = { ok: true, value: PAGE };
    row.isAnswered.value = true;
    await expect.poll(row.text).toBe('there');
    expect(row.requests()).toBe(2);
    row.quotes.dispose();
  });

  it('is not requested again when the message does not exist', async () => {
    const row = quoteRow(() => ({ ok: false, problem: 'not_found' }));
    await expect.poll(row.text).toBe('unavailable');
    row.isAnswered.value = false;
    row.isAnswered.value = true;
    await pause(100);
    expect(row.requests()).toBe(1);
    row.quotes.dispose();
  });
});
