import * as v from 'valibot';
import { describe, expect, it, vi } from 'vitest';
import { Http } from './http';

const Answer = v.object({ value: v.number() });
const answering = (response: () => Response | Promise<Response>, onOut?: () => void) => new Http(async () => response(), onOut);

describe('the API client', () => {
  it('gives what the schema reads', async () => {
    expect(await answering(() => Response.json({ value: 1, more: 2 })).ask('GET', '/', Answer)).toEqual({ ok: true, value: { value: 1 } });
  });

  it('gives the code of a refusal', async () => {
    const refused = () => Response.json({ error: { code: 'email_taken', message: 'x', retryable: false } }, { status: 409 });
    expect(await answering(refused).ask('POST', '/', Answer, {})).toEqual({ ok: false, problem: 'email_taken' });
    expect(await answering(refused).tell('POST', '/', {})).toBe('email_taken');
  });

  it.each([
    [502, 'unavailable'],
    [429, 'rate_limited'],
    [404, 'not_found'],
    [418, 'bad_request'],
  ] as const)('reads the status %s where the body says nothing', async (status, problem) => {
    expect(await answering(() => new Response('<html>', { status })).tell('GET', '/')).toBe(problem);
  });

  it('is offline where nobody answers, and never throws', async () => {
    const dead = answering(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(await dead.ask('GET', '/', Answer)).toEqual({ ok: false, problem: 'offline' });
    expect(await dead.tell('GET', '/')).toBe('offline');
  });

  it('does not believe an answer of another shape', async () => {
    expect(await answering(() => Response.json({ value: 'one' })).ask('GET', '/', Answer)).toEqual({ ok: false, problem: 'internal' });
  });

  it('tells when the session is over', async () => {
    const out = vi.fn();
    await answering(() => Response.json({ error: { code: 'unauthenticated', message: '', retryable: false } }, { status: 401 }), out).tell(
      'GET',
      '/',
    );
    await answering(
      () => Response.json({ error: { code: 'wrong_credentials', message: '', retryable: false } }, { status: 401 }),
      out,
    ).tell('POST', '/');
    expect(out).toHaveBeenCalledTimes(1);
  });
});
