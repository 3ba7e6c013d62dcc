import * as v from 'valibot';
import { describe, expect, it, vi } from 'vitest';
import { Http } from './http';

const Answer = v.object({ value: v.number() });
const httpWith = (response: () => Response | Promise<Response>, onUnauthenticated?: () => void) =>
  new Http(async () => response(), onUnauthenticated);

describe('the API client', () => {
  it('returns the response as the schema parses it', async () => {
    expect(await httpWith(() => Response.json({ value: 1, more: 2 })).request('GET', '/', Answer)).toEqual({
      ok: true,
      value: { value: 1 },
    });
  });

  it('returns the error code of a refused request', async () => {
    const refused = () => Response.json({ error: { code: 'email_taken', message: 'x', retryable: false } }, { status: 409 });
    expect(await httpWith(refused).request('POST', '/', Answer, {})).toEqual({ ok: false, problem: 'email_taken' });
    expect(await httpWith(refused).send('POST', '/', {})).toBe('email_taken');
  });

  it.each([
    [502, 'unavailable'],
    [429, 'rate_limited'],
    [404, 'not_found'],
    [418, 'bad_request'],
  ] as const)('maps status %s to a code when the body has none', async (status, problem) => {
    expect(await httpWith(() => new Response('<html>', { status })).send('GET', '/')).toBe(problem);
  });

  it('returns `offline` when the network fails, and never throws', async () => {
    const offline = httpWith(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(await offline.request('GET', '/', Answer)).toEqual({ ok: false, problem: 'offline' });
    expect(await offline.send('GET', '/')).toBe('offline');
  });

  it('rejects a response that does not match the schema', async () => {
    expect(await httpWith(() => Response.json({ value: 'one' })).request('GET', '/', Answer)).toEqual({ ok: false, problem: 'internal' });
  });

  it('calls onUnauthenticated when the session has ended', async () => {
    const onUnauthenticated = vi.fn();
    await httpWith(
      () => Response.json({ error: { code: 'unauthenticated', message: '', retryable: false } }, { status: 401 }),
      onUnauthenticated,
    ).send('GET', '/');
    await httpWith(
      () => Response.json({ error: { code: 'wrong_credentials', message: '', retryable: false } }, { status: 401 }),
      onUnauthenticated,
    ).send('POST', '/');
    expect(onUnauthenticated).toHaveBeenCalledTimes(1);
  });
});
