import { Hono } from 'hono';
import { expect, test, vi } from 'vitest';
import { ERRORS, type ErrorCode, ProtocolError } from '../../protocol/errors';
import { errorResponse, onError, toProtocolError } from './app-errors';

test.each(Object.keys(ERRORS) as ErrorCode[])('%s has its status and its verdict', async (code) => {
  const answer = errorResponse(new ProtocolError(code, 'A sentence.', code === 'rate_limited' ? 1500 : undefined));
  expect(answer.status).toBe(ERRORS[code].status);
  const wait = code === 'rate_limited' ? { retryAfterMs: 1500 } : {};
  expect(await answer.json()).toEqual({ error: { code, message: 'A sentence.', retryable: ERRORS[code].retryable, ...wait } });
  expect(answer.headers.get('retry-after')).toBe(code === 'rate_limited' ? '2' : null);
});

test.each([
  'D1_ERROR: D1 DB is overloaded. Requests queued for too long.',
  'D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset.',
  'Network connection lost.',
  'D1_ERROR: Network connection lost.',
  'Durable Object reset because its code was updated.',
])('an outage of the database is unavailable and retryable: %s', (message) => {
  expect(toProtocolError(new Error(message))).toMatchObject({ code: 'unavailable', retryable: true });
  expect(toProtocolError(new Error('Failed query: …', { cause: new Error(message) }))).toMatchObject({ code: 'unavailable' });
});

test('other errors are internal; V4 neither the answer nor the log holds statement parameters', async () => {
  const lines: string[] = [];
  const spy = vi.spyOn(console, 'warn').mockImplementation((line: string) => lines.push(line));
  const app = new Hono().onError(onError).get('/api/boom/:id', () => {
    throw new Error('Failed query: insert into users values (?) params: CANARY', {
      cause: new Error('UNIQUE constraint failed: users.email'),
    });
  });
  const answer = await app.request('/api/boom/CANARY-ID?q=CANARY');
  spy.mockRestore();
  expect(answer.status).toBe(500);
  const text = await answer.text();
  expect(JSON.parse(text)).toEqual({ error: { code: 'internal', message: expect.any(String), retryable: true } });
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { event: 'request_failed', code: 'internal', method: 'GET', route: '/api/boom/:id', cause: 'UNIQUE constraint failed: users.email' },
  ]);
  expect(text + lines.join()).not.toContain('CANARY');
});

test('a failing statement is reported as internal only', async () => {
  const { env } = await import('../../tests/workerd/people');
  const failure = await env.DB.prepare("SELECT 'CANARY' FROM no_such_table")
    .all()
    .catch((error: unknown) => error);
  expect(toProtocolError(failure)).toMatchObject({ code: 'internal' });
});
