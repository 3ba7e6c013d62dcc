import { createExecutionContext } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import { env } from '../../tests/workerd/people';
import { group, speaker } from '../../tests/workerd/talk';
import { createApi } from './api';

const ask = (vars: { OPERATOR_SECRET?: string }, secret: string | undefined, query = '') =>
  createApi().fetch(
    new Request(`https://magpie.test/api/operator/unread${query}`, {
      headers: secret === undefined ? {} : { authorization: `Bearer ${secret}` },
    }),
    { ...env, ...vars },
    createExecutionContext(),
  );

describe('operator', () => {
  test('every route returns 404 without the secret', async () => {
    const refused = await Promise.all([
      ask({ OPERATOR_SECRET: 's3cret' }, 'wrong'),
      ask({ OPERATOR_SECRET: 's3cret' }, undefined),
      ask({}, ''),
      ask({ OPERATOR_SECRET: '' }, ''),
    ]);
    expect(refused.map((answer) => answer.status)).toEqual([404, 404, 404, 404]);
  });

  test('READ-1 a difference between badge and log is reported', async () => {
    const vars = { OPERATOR_SECRET: 's3cret' };
    const [ann, ben] = [await speaker(), await speaker()];
    const id = await group(ann, [ben]);
    expect(await (await ask(vars, 's3cret')).json()).toMatchObject({ checked: 2, differences: [] });
    await env.DB.prepare('UPDATE entries SET n = 3 WHERE conversation_id = ?').bind(id).run();
    const found = await (await ask(vars, 's3cret', '?limit=1')).json<{ differences: unknown[]; next: string }>();
    expect(found.differences).toMatchObject([{ conversationId: id, said: 3, counted: 0 }]);
    expect(await (await ask(vars, 's3cret', `?limit=1&from=${encodeURIComponent(found.next)}`)).json()).toMatchObject({ checked: 1 });
    expect((await ask(vars, 's3cret', '?limit=0')).status).toBe(400);
  });
});
